import type { TableDefinition } from './definition.ts';

export const customFields: readonly TableDefinition[] = [
  {
    name: 'custom_fields',
    columns: [
      'id {id} not null primary key',
      'field_key {code} not null unique',
      'name {line} not null',
      'type {code} not null',
      'options {long} not null',
      'required {code} not null',
      'queue_ids {text} null',
      'visibility {code} not null',
      'customers_may_set {small} not null',
      'is_archived {small} not null',
      'version {number} not null',
    ],
  },
];
