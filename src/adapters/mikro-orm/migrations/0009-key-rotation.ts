import { type EngineName, typed } from './definition.ts';

/** From when on a signing key signs, and which one it follows: of two that follow the same, one is kept. */
export const keyRotation = (engine: EngineName): readonly string[] => {
  const columns = ['signs_from {moment} null', 'follows {key} null'].map((line) => typed(engine, line));
  return engine === 'mysql'
    ? [`alter table signing_keys add ${columns.join(', add ')}, add unique ux_signing_keys_follows (follows)`]
    : [
        ...columns.map((column) => `alter table signing_keys add column ${column}`),
        'create unique index ux_signing_keys_follows on signing_keys (follows)',
      ];
};

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const keyRotationIsThere =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'signing_keys' and column_name = 'follows'";
