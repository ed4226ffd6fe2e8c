import { type EngineName, statementsFor, type TableDefinition } from './definition.ts';

const purgedTickets: TableDefinition = {
  name: 'purged_tickets',
  columns: [
    'number {big} not null primary key',
    'ticket_id {id} not null unique',
    'purged_at {moment} not null',
  ],
};

const thirtyDaysLater: Record<EngineName, string> = {
  mysql: 'date_add(marked_spam_at, interval 30 day)',
  sqlite: 'marked_spam_at + 2592000000',
};

/** What is left of purged tickets, and when those that are spam already go. Each statement may run again. */
export const purging = (engine: EngineName): readonly string[] => [
  ...statementsFor(engine, purgedTickets),
  `replace into due_times (ticket_id, kind, due_at) select id, 'purge', ${thirtyDaysLater[engine]} from tickets where status = 'spam' and marked_spam_at is not null`,
];
