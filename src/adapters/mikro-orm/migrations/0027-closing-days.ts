import { type EngineName, statementsFor, type TableDefinition, typed } from './definition.ts';

// no index: there are rows only for a while after an admin has changed a queue
const reviews: TableDefinition = {
  name: 'closing_reviews',
  columns: [
    'queue_id {id} not null primary key',
    'due_from {moment} not null',
    'seen_at {moment} null',
    "seen_id {id} not null default ''",
    'foreign key (queue_id) references queues (id)',
  ],
};

/** Queues say when their solved tickets close; those there are keep the seven days of before. */
export const closingDays = (engine: EngineName): readonly string[] => [
  ...statementsFor(engine, reviews),
  `alter table queues add column ${typed(engine, 'auto_close_days {number} null default 7')}`,
];

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const closingDaysAreThere =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'queues' and column_name = 'auto_close_days'";
