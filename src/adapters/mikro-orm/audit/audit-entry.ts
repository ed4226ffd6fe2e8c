import type { AuditSeal } from '#application/ports/audit-seal.ts';
import type { Dialect } from '../dialect.ts';
import type { RowOf } from '../tables/tables.ts';

export type AuditRow = RowOf<'audit_entries'>;

/** An entry as it is chained: all of its row but the hash, and of the details only their seal. */
export type Chained = Omit<AuditRow, 'hash' | 'details'>;

/** What the first entry follows. */
export const genesis = 'the beginning';

/** What an entry follows that was appended to a chain found broken: it never verifies, so that nothing mends the break. */
export const broken = 'a broken chain';

/** The hash of an entry: covers every field, its place, and the hash of the one before it. */
export const hashOf = (seal: AuditSeal, entry: Chained, previous: string, dialect: Dialect): string =>
  seal.of(
    JSON.stringify([
      'entry',
      previous,
      Number(entry.n),
      dialect.fromMoment(entry.at).toISOString(),
      entry.action,
      entry.actor_id,
      entry.on_behalf_of,
      entry.subject_kind,
      entry.subject_id,
      entry.request_id,
      entry.details_seal,
    ]),
  );

/** The seal of an entry's details; the same details elsewhere have another. */
export const detailsSealOf = (seal: AuditSeal, n: number, details: string): string =>
  seal.of(JSON.stringify(['details', n, details]));

export type Head = { readonly entries: number; readonly hash: string };

/** The seal of the head: how many entries there are, and the hash of the last. */
export const headSealOf = (seal: AuditSeal, { entries, hash }: Head): string =>
  seal.of(JSON.stringify(['head', entries, hash]));
