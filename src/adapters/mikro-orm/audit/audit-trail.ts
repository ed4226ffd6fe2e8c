import type { AuditSeal } from '#application/ports/audit-seal.ts';
import type { AuditEnd, AuditFlaw, AuditTrail } from '#application/ports/audit-trail.ts';
import type { Session } from '../session.ts';
import { headName } from './audit-chain.ts';
import { type AuditRow, genesis, headSealOf } from './audit-entry.ts';
import { type AuditWalk, auditWalk } from './audit-walk.ts';

const chunk = 1000;

/** Checks the chain by reading it through, a thousand entries at a time, while others may go on appending. */
export const mikroOrmAuditTrail = (session: Session, seal: AuditSeal): AuditTrail => ({
  async verify({ noted, progress }) {
    // whatever is appended from here on comes after this head
    const head = await headOf(session);
    const walk = auditWalk(
      { seal, dialect: session.dialect },
      [head, noted].filter((end) => end !== undefined),
    );
    for await (const rows of entries(session)) {
      for (const row of rows) {
        const flaw = walk.step(row);
        if (flaw !== undefined) return { ok: false, flaw: await orReordered(session, walk, flaw) };
      }
      progress(walk.end().entries, Math.max(head?.entries ?? 0, walk.end().entries));
    }
    const flaw = walk.conclude() ?? headFlaw(seal, walk, head) ?? (noted && noteFlaw(walk, noted));
    return flaw === undefined
      ? { ok: true, end: walk.end(), erasedDetails: walk.erasedDetails() }
      : { ok: false, flaw };
  },

  async end() {
    const { entries, hash } = (await headOf(session)) ?? { entries: 0, hash: genesis };
    return { entries, hash };
  },
});

type Head = AuditEnd & { readonly seal: string };

const headOf = (session: Session): Promise<Head | undefined> =>
  session.read(async (db) => {
    const row = await db
      .selectFrom('audit_heads')
      .selectAll()
      .where('name', '=', headName)
      .executeTakeFirst();
    return row && { entries: Number(row.entries), hash: row.hash, seal: row.seal };
  });

async function* entries(session: Session): AsyncGenerator<readonly AuditRow[]> {
  for (let last = -1; ; ) {
    const from = last;
    const rows = await session.read((db) =>
      db.selectFrom('audit_entries').selectAll().where('n', '>', from).orderBy('n').limit(chunk).execute(),
    );
    const newest = rows.at(-1);
    if (newest === undefined) return;
    yield rows;
    last = Number(newest.n);
  }
}

/** An entry that belongs at this place and stands at another was moved there. */
const orReordered = async (session: Session, walk: AuditWalk, flaw: AuditFlaw): Promise<AuditFlaw> => {
  if (flaw.kind !== 'altered') return flaw;
  for await (const rows of entries(session)) {
    if (rows.some((row) => Number(row.n) !== flaw.n && walk.belongsNext(row)))
      return { kind: 'reordered', n: flaw.n };
  }
  return flaw;
};

/** What the sealed head says against the entries that are there. */
const headFlaw = (seal: AuditSeal, walk: AuditWalk, head: Head | undefined): AuditFlaw | undefined => {
  const n = walk.end().entries;
  if (head === undefined) return { kind: 'end-altered', n };
  if (head.seal !== headSealOf(seal, head)) return { kind: 'end-altered', n };
  if (head.entries > n) return { kind: 'newest-removed', n, expected: head.entries };
  return walk.passed(head) ? undefined : { kind: 'end-altered', n };
};

const noteFlaw = (walk: AuditWalk, noted: AuditEnd): AuditFlaw | undefined => {
  const n = walk.end().entries;
  if (noted.entries > n) return { kind: 'newest-removed', n, expected: noted.entries };
  return walk.passed(noted) ? undefined : { kind: 'another-audit', n: noted.entries };
};
