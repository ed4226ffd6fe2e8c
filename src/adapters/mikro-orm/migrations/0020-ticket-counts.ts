import { type EngineName, statementsFor, type TableDefinition } from './definition.ts';

const tally = ['queue_id {id} not null', 'counted {code} not null', 'name {id} not null'] as const;

const tables: readonly TableDefinition[] = [
  {
    name: 'ticket_counts',
    columns: [...tally, 'count bigint not null', 'primary key (queue_id, counted, name)'],
  },
  { name: 'ticket_count_steps', columns: ['id {counted}', ...tally, 'count bigint not null'] },
];

/** How many tickets there are, those that are there already included. Each statement may run again. */
export const countsOfTickets = (engine: EngineName): readonly string[] => [
  ...tables.flatMap((table) => statementsFor(engine, table)),
  "replace into ticket_counts (queue_id, counted, name, count) select queue_id, 'status', status, count(*) from tickets group by queue_id, status",
  "replace into ticket_counts (queue_id, counted, name, count) select queue_id, 'holder', assignee_id, count(*) from tickets where assignee_id is not null and status in ('new', 'open', 'pending', 'on-hold') group by queue_id, assignee_id",
];
