import type { AuditSeal } from '#application/ports/audit-seal.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { RequestOrigin } from '#application/ports/request-origin.ts';
import { type AuditEntry, mostPerHour } from '#application/ports/security-audit.ts';
import { after, hours } from '#domain/shared/duration.ts';
import type { Session } from '../session.ts';
import {
  type AuditRow,
  broken,
  genesis,
  type Head,
  hashOf,
  headSealOf,
  sealedDetails,
} from './audit-entry.ts';

/** An entry on its way into the chain; one that is `bounded` may be left out. */
export type WaitingEntry = AuditEntry & { readonly bounded?: true };

/** Adds entries to the one chain, in the running transaction, as the last thing it does. */
export type AuditChain = {
  link(entries: readonly WaitingEntry[]): Promise<void>;
};

export type AuditChainDeps = {
  readonly seal: AuditSeal;
  readonly clock: Clock;
  readonly origin: RequestOrigin;
};

/** The name of the one row that says where the chain ends. */
export const headName = 'audit';

/**
 * Entries as rows, each with the hash of the one before it in its own. Whoever appends holds the head until they commit,
 * so the chain has one end; only what is audited ever waits for it.
 */
export const mikroOrmAuditChain = (session: Session, deps: AuditChainDeps): AuditChain => ({
  async link(waiting) {
    const entries: AuditEntry[] = [];
    for (const { bounded, ...entry } of waiting) {
      if (!bounded || (await hasRoom(session, entry, deps.clock.now()))) entries.push(entry);
    }
    if (entries.length === 0) return;
    let head = await heldHead(session, deps.seal);
    const rows: AuditRow[] = [];
    for (const entry of entries) {
      const row = rowOf(session, deps, entry, head);
      rows.push(row);
      head = { entries: row.n, hash: row.hash };
    }
    await session.db().insertInto('audit_entries').values(rows).execute();
    await session
      .db()
      .updateTable('audit_heads')
      .set({ ...head, seal: headSealOf(deps.seal, head) })
      .where('name', '=', headName)
      .execute();
  },
});

const rowOf = (
  session: Session,
  { seal, clock, origin }: AuditChainDeps,
  entry: AuditEntry,
  head: Head,
): AuditRow => {
  const { address, requestId, actedBy } = origin.current() ?? {};
  // what somebody does for a person is told of both
  const isFor = actedBy !== undefined && entry.actor !== undefined && entry.onBehalfOf === undefined;
  const n = head.entries + 1;
  const { before, after: changed } = entry;
  const { details, details_seal } = sealedDetails(seal, n, { address, before, after: changed });
  const chained = {
    n,
    at: session.dialect.toMoment(clock.now()),
    action: entry.action,
    actor_id: (isFor ? actedBy : entry.actor) ?? null,
    on_behalf_of: (isFor ? entry.actor : entry.onBehalfOf) ?? null,
    subject_kind: entry.subject?.kind ?? null,
    subject_id: entry.subject?.id ?? null,
    request_id: requestId ?? null,
    details_seal,
  };
  return { ...chained, details, hash: hashOf(seal, chained, head.hash, session.dialect) };
};

/** Whether strangers may cause one more entry of this kind; what is about nobody takes as long to tell. */
const hasRoom = async (session: Session, { action, subject }: AuditEntry, now: Date): Promise<boolean> => {
  const since = session.dialect.toMoment(after(now, -hours(1)));
  const entries = session
    .db()
    .selectFrom('audit_entries')
    .select('n')
    .where('action', '=', action)
    .where('at', '>', since)
    .orderBy('n', 'desc')
    .limit(1);
  const inAll = await entries.offset(mostPerHour.inAll - 1).executeTakeFirst();
  const aboutIt = await entries
    .where('subject_id', subject ? '=' : 'is', subject?.id ?? null)
    .offset(mostPerHour.perSubject - 1)
    .executeTakeFirst();
  return inAll === undefined && aboutIt === undefined;
};

/** Where to go on, with the head locked. A head that does not fit its seal or its entries leaves a mark for ever. */
const heldHead = async (session: Session, seal: AuditSeal): Promise<Head> => {
  const row = (await headRow(session)) ?? (await firstHead(session, seal));
  const last = await session
    .db()
    .selectFrom('audit_entries')
    .select(['n', 'hash'])
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  const head = { entries: Number(row.entries), hash: row.hash };
  const fits =
    row.seal === headSealOf(seal, head) &&
    head.entries === Number(last?.n ?? 0) &&
    head.hash === (last?.hash ?? genesis);
  return fits ? head : { entries: Math.max(head.entries, Number(last?.n ?? 0)), hash: broken };
};

const headRow = (session: Session) => {
  const query = session.db().selectFrom('audit_heads').selectAll().where('name', '=', headName);
  return (session.dialect.locksRows ? query.forUpdate() : query).executeTakeFirst();
};

const firstHead = async (session: Session, seal: AuditSeal) => {
  const head = { entries: 0, hash: genesis };
  const row = { name: headName, ...head, seal: headSealOf(seal, head) };
  try {
    await session.db().insertInto('audit_heads').values(row).execute();
    return row;
  } catch (error) {
    if (session.dialect.classify(error) !== 'duplicate') throw error;
    return (await headRow(session)) ?? row;
  }
};
