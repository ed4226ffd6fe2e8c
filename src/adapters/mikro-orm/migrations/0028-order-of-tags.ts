import { type EngineName, typed } from './definition.ts';

const queue = 'ticket_queue_id {id} null';
const moment = 'ticket_updated_at {moment} null';
const indexes = {
  ix_ticket_tags_updated: 'tag, ticket_updated_at, ticket_id',
  ix_ticket_tags_queue_updated: 'tag, ticket_queue_id, ticket_updated_at, ticket_id',
  // MySQL has it already, for its foreign key
  ix_ticket_tags_ticket: 'ticket_id',
};

/** What has a tag stands in the order of `-updatedAt`, of all queues and of each. */
export const orderOfTags = (engine: EngineName): readonly string[] => {
  const columns = [queue, moment].map((column) => typed(engine, column));
  const named = Object.entries(indexes);
  if (engine === 'mysql') {
    const added = [
      ...columns.map((column) => `add column ${column}`),
      ...named.map(([name, on]) => `add index ${name} (${on})`),
    ];
    return [`alter table ticket_tags ${added.join(', ')}`];
  }
  return [
    ...columns.map((column) => `alter table ticket_tags add column ${column}`),
    ...named.map(([name, on]) => `create index ${name} on ticket_tags (${on})`),
  ];
};

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const orderOfTagsIsThere =
  "select 1 from information_schema.statistics where table_schema = database() and table_name = 'ticket_tags' and index_name = 'ix_ticket_tags_updated'";

/** The tags that there were learn where their tickets are, and since when. */
export const placesOfTags = (engine: EngineName): readonly string[] => [
  engine === 'mysql'
    ? 'update ticket_tags join tickets on tickets.id = ticket_tags.ticket_id set ticket_queue_id = tickets.queue_id, ticket_updated_at = tickets.updated_at'
    : 'update ticket_tags set (ticket_queue_id, ticket_updated_at) = (select queue_id, updated_at from tickets where tickets.id = ticket_tags.ticket_id)',
];
