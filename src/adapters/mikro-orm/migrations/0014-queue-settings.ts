import { type EngineName, typed } from './definition.ts';

/** Queues tell their version, and may be archived. */
export const queueSettings = (engine: EngineName): readonly string[] => {
  const columns = ['version {number} not null default 1', 'is_archived {small} not null default 0'].map(
    (line) => typed(engine, line),
  );
  return engine === 'mysql'
    ? [`alter table queues add ${columns.join(', add ')}`]
    : columns.map((column) => `alter table queues add column ${column}`);
};

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const queueSettingsAreThere =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'queues' and column_name = 'is_archived'";
