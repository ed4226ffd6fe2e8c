import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Audience, Visibility } from '#domain/access/visibility.ts';

/** One way of seeing tickets, as conditions; no ticket is in two branches. */
export type Branch = { readonly audience: Audience; readonly conditions: readonly RawBuilder<SqlBool>[] };

/** A visibility as WHERE clauses: the counterpart of `covers`. */
export const branchesOf = ({ staffOf, requestedBy, participatedBy }: Visibility): readonly Branch[] => {
  if (staffOf === 'every-queue') return [{ audience: 'staff', conditions: [] }];
  const branches: Branch[] = [];
  const notAsStaff: RawBuilder<SqlBool>[] = [];
  if (staffOf.length > 0) {
    const queues = sql.join([...staffOf]);
    branches.push({ audience: 'staff', conditions: [sql<SqlBool>`queue_id in (${queues})`] });
    notAsStaff.push(sql<SqlBool>`queue_id not in (${queues})`);
  }
  if (requestedBy !== undefined) {
    branches.push({
      audience: 'customer',
      conditions: [sql<SqlBool>`requester_id = ${requestedBy}`, ...notAsStaff],
    });
  }
  if (participatedBy !== undefined) {
    const notRequested = requestedBy === undefined ? [] : [sql<SqlBool>`requester_id <> ${requestedBy}`];
    const takesPart = sql<SqlBool>`id in (select ticket_id from ticket_participants where user_id = ${participatedBy})`;
    branches.push({ audience: 'customer', conditions: [takesPart, ...notRequested, ...notAsStaff] });
  }
  return branches;
};
