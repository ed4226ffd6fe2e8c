import type { TableDefinition } from './definition.ts';

export const shortcuts: readonly TableDefinition[] = [
  {
    name: 'shortcuts',
    columns: [
      'id {id} not null primary key',
      'kind {code} not null',
      'keeper {key} not null',
      'name {line} not null',
      'name_key {name} not null',
      'content {long} not null',
      'unique (kind, keeper, name_key)',
    ],
    indexes: { ix_shortcuts_keeper: 'kind, keeper, id' },
  },
];
