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

/** An entry's details; the same ones elsewhere have another seal. */
type Details = {
  /** Where it was asked from: goes with whoever asked, while the rest may stay. */
  readonly address?: string | undefined;
  /** Stays when the address goes. Entries from before there was one have none. */
  readonly addressSeal?: string | undefined;
  readonly before?: unknown;
  readonly after?: unknown;
};

export const parseDetails = (text: string): Details => JSON.parse(text) as Details;

/** Details as they are kept, with the seal that the entry's hash covers. */
export const sealedDetails = (
  seal: AuditSeal,
  n: number,
  { address, before, after }: Omit<Details, 'addressSeal'>,
): Pick<AuditRow, 'details' | 'details_seal'> & { readonly details: string } => {
  const addressSeal = address === undefined ? undefined : addressSealOf(seal, n, address);
  const details = JSON.stringify({ address, addressSeal, before, after });
  return { details, details_seal: detailsSealOf(seal, n, withoutAddress(details) ?? details) };
};

/** Whether details are those that were sealed, but for an address that went. */
export const areSealed = (seal: AuditSeal, n: number, details: string, detailsSeal: string): boolean => {
  const rest = withoutAddress(details);
  if (detailsSealOf(seal, n, rest ?? details) !== detailsSeal) return false;
  if (rest === undefined) return true;
  const { address, addressSeal } = parseDetails(details);
  return address === undefined || addressSealOf(seal, n, address) === addressSeal;
};

/** Details without the address in them; `undefined` when they are only whole or gone. */
export const withoutAddress = (details: string): string | undefined => {
  if (!details.includes('"addressSeal"')) return undefined;
  try {
    const { addressSeal, before, after } = parseDetails(details);
    return addressSeal === undefined ? undefined : JSON.stringify({ addressSeal, before, after });
  } catch {
    return undefined;
  }
};

const detailsSealOf = (seal: AuditSeal, n: number, details: string): string =>
  seal.of(JSON.stringify(['details', n, details]));

const addressSealOf = (seal: AuditSeal, n: number, address: string): string =>
  seal.of(JSON.stringify(['address', n, address]));

export type Head = { readonly entries: number; readonly hash: string };

/** The seal of the head: how many entries there are, and the hash of the last. */
export const headSealOf = (seal: AuditSeal, { entries, hash }: Head): string =>
  seal.of(JSON.stringify(['head', entries, hash]));
