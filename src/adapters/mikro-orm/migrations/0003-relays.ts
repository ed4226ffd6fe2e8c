import type { TableDefinition } from './definition.ts';

/** What leaves the log, and who does it. */
export const relays: readonly TableDefinition[] = [
  {
    name: 'outbound_mails',
    columns: [
      'id {id} not null primary key',
      'recipient {ascii} not null',
      'recipient_name {line} not null',
      'kind {code} not null',
      'ticket_id {id} null',
      'message_id {ascii} not null',
      'sealed_letter {long} null',
      'state {code} not null',
      'attempts {number} not null',
      'due_at {moment} not null',
      'claim {id} null',
      'last_error {text} null',
      'created_at {moment} not null',
      'finished_at {moment} null',
    ],
    indexes: { ix_outbound_mails_due: 'state, due_at, id' },
  },
  {
    name: 'leases',
    columns: ['name {code} not null primary key', 'holder {id} not null', 'expires_at {moment} not null'],
  },
  { name: 'counters', columns: ['name {code} not null primary key', 'value {big} not null'] },
  {
    name: 'idempotency_keys',
    columns: [
      'hash {key} not null primary key',
      'fingerprint {key} not null',
      'status {number} not null',
      'headers {text} not null',
      'body {long} not null',
      'created_at {moment} not null',
    ],
    indexes: { ix_idempotency_keys_age: 'created_at' },
  },
];
