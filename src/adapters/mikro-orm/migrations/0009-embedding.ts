import { type EngineName, statementsFor, type TableDefinition, typed } from './definition.ts';

const tables: readonly TableDefinition[] = [
  {
    name: 'trusted_issuers',
    columns: [
      'id {id} not null primary key',
      'name {line} not null',
      'issuer {external} not null unique',
      'settings {text} not null',
      'created_at {moment} not null',
    ],
  },
  {
    name: 'external_identities',
    columns: [
      'issuer {external} not null',
      'subject {external} not null',
      'user_id {id} not null',
      "session_id {id} not null default ''",
      'valid_from {moment} not null',
      'primary key (issuer, subject)',
      'unique (user_id, issuer)',
      'foreign key (user_id) references users (id)',
    ],
  },
];

const columns = ["kind {code} not null default 'person'", 'external_id {external} null'];

const users = (engine: EngineName): readonly string[] => {
  const typedColumns = columns.map((line) => typed(engine, line));
  return engine === 'mysql'
    ? [`alter table users add ${typedColumns.join(', add ')}, add unique ux_users_external (external_id)`]
    : [
        ...typedColumns.map((column) => `alter table users add column ${column}`),
        'create unique index ux_users_external on users (external_id)',
      ];
};

const usersAreDone =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'users' and column_name = 'external_id'";

/** What users are called in the host product, and whose word is taken for who they are. */
export const embeddingSteps = [
  { name: '0009-names-of-users', statements: users, isDone: usersAreDone },
  {
    name: '0009-trusted-issuers',
    statements: (engine: EngineName) => tables.flatMap((table) => statementsFor(engine, table)),
  },
];
