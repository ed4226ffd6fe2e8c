import { type EngineName, statementsFor, type TableDefinition } from './definition.ts';

const dueTimes: TableDefinition = {
  name: 'due_times',
  columns: [
    'ticket_id {id} not null',
    'kind {code} not null',
    'due_at {moment} not null',
    'primary key (ticket_id, kind)',
    'foreign key (ticket_id) references tickets (id)',
  ],
  indexes: { ix_due_times_due: 'due_at, ticket_id, kind' },
};

const sevenDaysLater: Record<EngineName, string> = {
  mysql: 'date_add(solved_at, interval 7 day)',
  sqlite: 'solved_at + 604800000',
};

/** What time will do to tickets, those that wait or are solved already included. Each statement may run again. */
export const dueTimesOfTickets = (engine: EngineName): readonly string[] => [
  ...statementsFor(engine, dueTimes),
  "replace into due_times (ticket_id, kind, due_at) select id, 'wake', wait_until from tickets where status in ('pending', 'on-hold') and wait_until is not null",
  `replace into due_times (ticket_id, kind, due_at) select id, 'close', ${sevenDaysLater[engine]} from tickets where status = 'solved' and solved_at is not null`,
];
