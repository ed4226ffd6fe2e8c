import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TicketFilter } from '#application/ports/ticket-list.ts';
import type { Audience } from '#domain/access/visibility.ts';
import { priorities } from '#domain/tickets/priority.ts';
import type { Dialect } from '../dialect.ts';
import { type Ordering, updatedIn } from './ticket-order.ts';

/** A filter, but for what the arms hold already, as conditions on what this audience knows of a ticket. */
export const filterConditions = (
  { queue, category, assignee, externalId, requester, priority, updatedSince }: TicketFilter,
  audience: Audience,
  ordering: Ordering,
  dialect: Dialect,
): readonly RawBuilder<SqlBool>[] => {
  const staff = audience === 'staff';
  const conditions: RawBuilder<SqlBool>[] = [];
  if (!staff && queue !== undefined) conditions.push(sql`opened_queue_id = ${queue}`);
  if (staff && assignee === 'none') conditions.push(sql`assignee_id is null`);
  if (staff && assignee !== undefined && assignee !== 'none') conditions.push(sql`assignee_id = ${assignee}`);
  if (category !== undefined) conditions.push(sql`category_id = ${category}`);
  if (externalId !== undefined) conditions.push(sql`external_id = ${externalId}`);
  if (requester !== undefined) conditions.push(sql`requester_id = ${requester}`);
  if (priority !== undefined) {
    const rank = sql.lit(priorities.indexOf(priority));
    conditions.push(sql`${sql.ref(staff ? 'priority' : 'opened_priority')} = ${rank}`);
  }
  if (updatedSince !== undefined) {
    const column = sql.ref(updatedIn(ordering));
    conditions.push(sql`${column} >= ${dialect.toMoment(updatedSince)}`);
  }
  return conditions;
};
