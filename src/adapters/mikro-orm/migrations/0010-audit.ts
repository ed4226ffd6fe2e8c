import type { TableDefinition } from './definition.ts';

/** How long queues keep texts. */
export const retention: readonly TableDefinition[] = [
  {
    name: 'retention_rules',
    columns: [
      'queue_id {id} not null primary key',
      'days {number} not null',
      'foreign key (queue_id) references queues (id)',
    ],
  },
];

/** Who was erased, or is to be. */
export const erasures: readonly TableDefinition[] = [
  {
    name: 'erasures',
    columns: [
      'user_id {id} not null primary key',
      'at {moment} not null',
      'texts {code} not null',
      "scanned_to {id} not null default ''",
      'finished_at {moment} null',
    ],
    indexes: { ix_erasures_finished: 'finished_at, at' },
  },
];

/** The security audit: its entries, and the sealed head of their chain. */
export const audit: readonly TableDefinition[] = [
  {
    name: 'audit_entries',
    columns: [
      'n {big} not null primary key',
      'at {moment} not null',
      'action {code} not null',
      'actor_id {id} null',
      'on_behalf_of {id} null',
      'subject_kind {code} null',
      'subject_id {key} null',
      'request_id {key} null',
      'details {long} null',
      'details_seal {key} not null',
      'hash {key} not null',
    ],
    indexes: {
      ix_audit_entries_actor: 'actor_id, n',
      ix_audit_entries_subject: 'subject_id, n',
      ix_audit_entries_action: 'action, n',
      ix_audit_entries_at: 'at, n',
    },
  },
  {
    name: 'audit_heads',
    columns: [
      'name {code} not null primary key',
      'entries {big} not null',
      'hash {key} not null',
      'seal {key} not null',
    ],
  },
];
