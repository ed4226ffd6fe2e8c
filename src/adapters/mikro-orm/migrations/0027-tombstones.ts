import type { TableDefinition } from './definition.ts';

// the end of a ticket's log, once the ticket and all other facts of it are gone
export const tombstones: readonly TableDefinition[] = [
  {
    name: 'tombstones',
    columns: [
      'ticket_id {id} not null primary key',
      'seq {number} not null',
      'public_seq {number} not null',
      'id {id} not null',
      'at {moment} not null',
      'requester_id {id} not null',
      'participant_ids {text} not null',
      'assignee_id {id} null',
      'queue_id {id} not null',
      "organisation_id {id} not null default ''",
      'position {big} null unique',
    ],
  },
];
