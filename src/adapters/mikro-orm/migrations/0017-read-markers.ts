import type { TableDefinition } from './definition.ts';

// without foreign keys: checking one would hold the ticket's row, and reading must never make a writer wait
export const readMarkers: readonly TableDefinition[] = [
  {
    name: 'read_markers',
    columns: [
      'user_id {id} not null',
      'ticket_id {id} not null',
      'audience {code} not null',
      'seq {number} not null',
      'read_at {moment} not null',
      'primary key (user_id, ticket_id, audience)',
    ],
    indexes: { ix_read_markers_ticket: 'ticket_id' },
  },
];
