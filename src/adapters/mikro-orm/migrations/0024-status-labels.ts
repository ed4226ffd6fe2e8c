import { type EngineName, type TableDefinition, typed } from './definition.ts';

export const statusLabels: readonly TableDefinition[] = [
  {
    name: 'status_labels',
    columns: [
      'id {id} not null primary key',
      'name {line} not null',
      'name_key {name} not null',
      'status {code} not null',
      'is_archived {small} not null',
      'version {number} not null',
      'unique (status, name_key)',
    ],
  },
];

/** Tickets have a label beside their status. */
export const labelsOfTickets = (engine: EngineName): readonly string[] => [
  `alter table tickets add column ${typed(engine, 'status_label_id {id} null')}`,
];

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const labelsOfTicketsAreThere =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'tickets' and column_name = 'status_label_id'";
