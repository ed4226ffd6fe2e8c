import type { AuditSeal } from '#application/ports/audit-seal.ts';
import type { AuditEnd, AuditFlaw } from '#application/ports/audit-trail.ts';
import type { Dialect } from '../dialect.ts';
import { type AuditRow, areSealed, genesis, hashOf, parseDetails, withoutAddress } from './audit-entry.ts';

/** Follows a chain entry by entry; `ends` are ends it is said to have had. */
export type AuditWalk = {
  /** Takes the next entry. */
  step(row: AuditRow): AuditFlaw | undefined;
  /** What is wrong once every entry was taken. */
  conclude(): AuditFlaw | undefined;
  /** Whether an entry is the one that belongs at the next place. */
  belongsNext(row: AuditRow): boolean;
  /** How far it came. */
  end(): AuditEnd;
  /** Whether it passed this very end. */
  passed(end: AuditEnd): boolean;
  erasedDetails(): number;
};

export const auditWalk = (
  { seal, dialect }: { readonly seal: AuditSeal; readonly dialect: Dialect },
  ends: readonly AuditEnd[],
): AuditWalk => {
  let end: AuditEnd = { entries: 0, hash: genesis };
  const hashes = new Map([[0, genesis]]);
  const remembered = new Set(ends.map(({ entries }) => entries));
  const emptied = emptiedDetails();

  const belongs = (row: AuditRow, n: number): boolean =>
    (row.details === null || areSealed(seal, n, row.details, row.details_seal)) &&
    row.hash === hashOf(seal, { ...row, n }, end.hash, dialect);

  return {
    step(row) {
      const n = Number(row.n);
      const next = end.entries + 1;
      if (n > next) return { kind: 'removed', n: next };
      if (n < next) return { kind: 'added', n };
      if (!belongs(row, n)) return { kind: 'altered', n };
      emptied.note(row);
      end = { entries: n, hash: row.hash };
      if (remembered.has(n)) hashes.set(n, row.hash);
      return undefined;
    },
    conclude: () => emptied.unexplained(),
    belongsNext: (row) => belongs(row, end.entries + 1),
    end: () => end,
    passed: ({ entries, hash }) => hashes.get(entries) === hash,
    erasedDetails: () => emptied.count(),
  };
};

const lacksAddress = (details: string): boolean =>
  withoutAddress(details) !== undefined && parseDetails(details).address === undefined;

/** Details, or the address in them, go only with the person they are about, and that they went is an entry of its own. */
const emptiedDetails = () => {
  let count = 0;
  /** People to the first entry about them that has no details. */
  const first = new Map<string, number>();
  const erased = new Set<string>();
  return {
    note(row: AuditRow): void {
      if (row.action === 'user-erased' && row.subject_id !== null) erased.add(row.subject_id);
      if (row.details !== null && !lacksAddress(row.details)) return;
      count += 1;
      const people = [row.actor_id, row.on_behalf_of, row.subject_id].filter((id) => id !== null).join(' ');
      if (!first.has(people)) first.set(people, Number(row.n));
    },
    unexplained(): AuditFlaw | undefined {
      const places = [...first]
        .filter(([people]) => !people.split(' ').some((id) => erased.has(id)))
        .map(([, n]) => n);
      return places.length === 0 ? undefined : { kind: 'details-removed', n: Math.min(...places) };
    },
    count: () => count,
  };
};
