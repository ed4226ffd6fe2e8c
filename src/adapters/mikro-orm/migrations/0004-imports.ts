import { type EngineName, typed } from './definition.ts';

/** What imported tickets have: their name elsewhere, and how many of their facts happened there. */
export const imports = (engine: EngineName): readonly string[] => {
  const columns = ['external_id {external} null', 'imported_facts {number} null'].map((line) =>
    typed(engine, line),
  );
  return engine === 'mysql'
    ? [`alter table tickets add ${columns.join(', add ')}, add unique ux_tickets_external (external_id)`]
    : [
        ...columns.map((column) => `alter table tickets add column ${column}`),
        'create unique index ux_tickets_external on tickets (external_id)',
      ];
};

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const importsAreThere =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'tickets' and column_name = 'external_id'";
