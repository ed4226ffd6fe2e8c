import type { TableDefinition } from './definition.ts';

/** What suspended people were before, so that they can be it again. */
export const suspensions: readonly TableDefinition[] = [
  {
    name: 'suspensions',
    columns: [
      'user_id {id} not null primary key',
      'status_before {code} not null',
      'suspended_at {moment} not null',
      'suspended_by {id} not null',
      'foreign key (user_id) references users (id)',
    ],
  },
];
