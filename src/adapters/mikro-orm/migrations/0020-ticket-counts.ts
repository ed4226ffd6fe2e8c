import { type EngineName, statementsFor, type TableDefinition } from './definition.ts';

const ticketCounts: TableDefinition = {
  name: 'ticket_counts',
  columns: [
    'queue_id {id} not null',
    'counted {code} not null',
    'name {id} not null',
    'slot {small} not null',
    'count bigint not null',
    'primary key (queue_id, counted, name, slot)',
  ],
};

/** How many tickets there are, those that are there already included. Each statement may run again. */
export const countsOfTickets = (engine: EngineName): readonly string[] => [
  ...statementsFor(engine, ticketCounts),
  "replace into ticket_counts (queue_id, counted, name, slot, count) select queue_id, 'status', status, 0, count(*) from tickets group by queue_id, status",
  "replace into ticket_counts (queue_id, counted, name, slot, count) select queue_id, 'holder', assignee_id, 0, count(*) from tickets where assignee_id is not null and status in ('new', 'open', 'pending', 'on-hold') group by queue_id, assignee_id",
];
