import { type EngineName, statementsFor, type TableDefinition, typed } from './definition.ts';

const tables: readonly TableDefinition[] = [
  {
    name: 'roles',
    columns: [
      'id {id} not null primary key',
      'name {line} not null',
      'name_key {name} not null unique',
      'rights {text} not null',
      'created_at {moment} not null',
    ],
  },
  {
    name: 'organisations',
    columns: [
      'id {id} not null primary key',
      'name {line} not null',
      'name_key {name} not null unique',
      'external_id {external} null unique',
      'is_shared {small} not null',
      'created_at {moment} not null',
    ],
  },
];

type Addition = {
  readonly table: string;
  readonly column: string;
  readonly index: readonly [string, string];
};

const members = {
  table: 'users',
  column: "organisation_id {id} not null default ''",
  index: ['ix_users_organisation', 'organisation_id, id'],
} as const satisfies Addition;

const scopes = {
  table: 'grants',
  column: "scope_kind {code} not null default ''",
  index: ['ix_grants_role', 'role, queue_id'],
} as const satisfies Addition;

const tickets = {
  table: 'tickets',
  column: "organisation_id {id} not null default ''",
  index: ['ix_tickets_organisation', 'organisation_id, public_updated_at, id'],
} as const satisfies Addition;

const adding =
  ({ table, column, index: [name, on] }: Addition) =>
  (engine: EngineName): readonly string[] =>
    engine === 'mysql'
      ? [`alter table ${table} add ${typed(engine, column)}, add key ${name} (${on})`]
      : [
          `alter table ${table} add column ${typed(engine, column)}`,
          `create index ${name} on ${table} (${on})`,
        ];

const isThere = ({ table, column }: Addition): string =>
  `select 1 from information_schema.columns where table_schema = database() and table_name = '${table}' and column_name = '${column.split(' ')[0]}'`;

/** Custom roles, organisations and their members, grants within an organisation, and whose tickets are whose. */
export const accessSteps = [
  {
    name: '0006-roles-and-organisations',
    statements: (engine: EngineName) => tables.flatMap((table) => statementsFor(engine, table)),
  },
  { name: '0006-users-in-organisations', statements: adding(members), isDone: isThere(members) },
  { name: '0006-scopes-of-grants', statements: adding(scopes), isDone: isThere(scopes) },
  { name: '0006-tickets-of-organisations', statements: adding(tickets), isDone: isThere(tickets) },
];
