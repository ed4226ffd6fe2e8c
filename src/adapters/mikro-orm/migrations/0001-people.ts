import type { TableDefinition } from './definition.ts';

/** Queues, people, and how they sign in. */
export const people: readonly TableDefinition[] = [
  {
    name: 'queues',
    columns: [
      'id {id} not null primary key',
      'name {line} not null',
      'name_key {name} not null unique',
      'default_priority {small} not null',
      'reopen_window_days {number} not null',
      'follow_up_policy {code} not null',
      'acknowledgement {text} null',
    ],
  },
  {
    name: 'users',
    columns: [
      'id {id} not null primary key',
      'email {ascii} not null unique',
      'first_name {line} not null',
      'last_name {line} not null',
      'status {code} not null',
      'password_hash {ascii} null',
      'created_at {moment} not null',
    ],
  },
  {
    name: 'grants',
    columns: [
      'user_id {id} not null',
      'role {code} not null',
      "queue_id {id} not null default ''",
      'primary key (user_id, role, queue_id)',
      'foreign key (user_id) references users (id)',
    ],
  },
  {
    name: 'registrations',
    columns: [
      'id {id} not null primary key',
      'user_id {id} not null',
      'password_hash {ascii} not null',
      'first_name {line} not null',
      'last_name {line} not null',
      'code_hash {key} not null',
      'code_expires_at {moment} not null',
      'attempts {number} not null',
      'created_at {moment} not null',
      'foreign key (user_id) references users (id)',
    ],
    indexes: { ix_registrations_user: 'user_id, created_at' },
  },
  {
    name: 'link_tokens',
    columns: [
      'hash {key} not null primary key',
      'user_id {id} not null',
      'purpose {code} not null',
      'expires_at {moment} not null',
      'foreign key (user_id) references users (id)',
    ],
    indexes: { ix_link_tokens_user: 'user_id' },
  },
  {
    name: 'sessions',
    columns: [
      'id {id} not null primary key',
      'user_id {id} not null',
      'created_at {moment} not null',
      'last_used_at {moment} not null',
      'expires_at {moment} not null',
      'address {code} not null',
      'user_agent {line} not null',
      'revoked_at {moment} null',
      'foreign key (user_id) references users (id)',
    ],
    indexes: { ix_sessions_user: 'user_id, revoked_at' },
  },
  {
    name: 'refresh_tokens',
    columns: [
      'hash {key} not null primary key',
      'session_id {id} not null',
      'generation {number} not null',
      'used_at {moment} null',
      'unique (session_id, generation)',
      'foreign key (session_id) references sessions (id)',
    ],
  },
  {
    name: 'live_tickets',
    columns: [
      'hash {key} not null primary key',
      'session_id {id} not null',
      'expires_at {moment} not null',
      'foreign key (session_id) references sessions (id)',
    ],
    indexes: { ix_live_tickets_expiry: 'expires_at' },
  },
  {
    name: 'signing_keys',
    columns: [
      'kid {key} not null primary key',
      'public_jwk {text} not null',
      'sealed_private_jwk {text} not null',
      'created_at {moment} not null',
    ],
  },
];
