import { type EngineName, statementsFor, type TableDefinition } from './definition.ts';

// each link twice, once for each side, so that either side's links are one range of the key
const links: TableDefinition = {
  name: 'ticket_links',
  columns: [
    'ticket_id {id} not null',
    'id {id} not null',
    'other_id {id} not null',
    'kind {code} not null',
    'made_by {id} not null',
    'made_at {moment} not null',
    'primary key (ticket_id, id)',
    'unique (ticket_id, other_id, kind)',
    'foreign key (ticket_id) references tickets (id)',
  ],
  indexes: { ix_ticket_links_other: 'other_id' },
};

/** Tickets are linked, and those that follow one up are found. */
export const ticketLinks = (engine: EngineName): readonly string[] => [
  ...statementsFor(engine, links),
  engine === 'mysql'
    ? 'alter table tickets add index ix_tickets_follow_up (follow_up_of, id)'
    : 'create index if not exists ix_tickets_follow_up on tickets (follow_up_of, id)',
];

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const ticketLinksAreThere =
  "select 1 from information_schema.statistics where table_schema = database() and table_name = 'tickets' and index_name = 'ix_tickets_follow_up'";
