import type { TableDefinition } from './definition.ts';

/** What tickets are about. */
export const categories: readonly TableDefinition[] = [
  {
    name: 'categories',
    columns: [
      'id {id} not null primary key',
      "parent_id {id} not null default ''",
      'name {line} not null',
      'name_key {name} not null',
      'default_queue_id {id} null',
      'default_priority {small} null',
      'is_archived {small} not null',
      'version {number} not null',
      'unique (parent_id, name_key)',
      'foreign key (default_queue_id) references queues (id)',
    ],
  },
];
