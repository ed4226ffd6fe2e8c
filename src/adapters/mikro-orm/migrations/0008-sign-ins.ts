import type { TableDefinition } from './definition.ts';

/** Whose rights or sessions changed, for every node to hear of; access tokens; the second factor. */
export const signIns: readonly TableDefinition[] = [
  {
    name: 'principal_changes',
    columns: ['n {counted}', "user_id {id} not null default ''", 'at {moment} not null'],
    indexes: { ix_principal_changes_age: 'at' },
  },
  {
    name: 'access_tokens',
    columns: [
      'id {id} not null primary key',
      'hash {key} not null unique',
      'name {line} not null',
      'permissions {text} not null',
      'foreign key (id) references sessions (id)',
    ],
  },
  {
    name: 'second_factors',
    columns: [
      'user_id {id} not null primary key',
      'sealed_secret {text} not null',
      'created_at {moment} not null',
      'activated_at {moment} null',
      'last_step {number} not null',
      'foreign key (user_id) references users (id)',
    ],
  },
  {
    name: 'recovery_codes',
    columns: [
      'user_id {id} not null',
      'hash {key} not null',
      'primary key (user_id, hash)',
      'foreign key (user_id) references users (id)',
    ],
  },
];
