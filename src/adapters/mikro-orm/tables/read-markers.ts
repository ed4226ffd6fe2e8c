import { defineEntity, p } from '@mikro-orm/core';
import { id, moment } from './columns.ts';

const ReadMarkerTable = defineEntity({
  name: 'ReadMarker',
  tableName: 'read_markers',
  properties: {
    userId: id().primary(),
    ticketId: id().primary(),
    /** Whose count `seq` is in: who changes sides begins anew. */
    audience: p.string().length(16).primary(),
    seq: p.integer(),
    readAt: moment(),
  },
});

/** How far everybody has read. */
export const readMarkerTables = [ReadMarkerTable] as const;
