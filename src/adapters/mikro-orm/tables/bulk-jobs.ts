import { defineEntity, p } from '@mikro-orm/core';
import { id, json, moment } from './columns.ts';

const BulkJobTable = defineEntity({
  name: 'BulkJob',
  tableName: 'bulk_jobs',
  properties: {
    id: id().primary(),
    ownerId: id(),
    /** Who acted for the owner. */
    actingId: id().nullable(),
    sessionId: id(),
    /** What its access token was narrowed to, as JSON. */
    permissions: p.text().nullable(),
    wanted: json(),
    state: p.string().length(16),
    total: p.integer(),
    /** Also the place of the item whose turn it is. */
    done: p.integer(),
    createdAt: moment(),
    finishedAt: moment().nullable(),
  },
});

const BulkItemTable = defineEntity({
  name: 'BulkItem',
  tableName: 'bulk_items',
  properties: {
    jobId: id().primary(),
    place: p.integer().primary(),
    ticketId: id(),
    /** `changed`, or the code of the refusal. */
    outcome: p.string().length(50).nullable(),
    version: p.integer().nullable(),
  },
});

/** Changes of many tickets at once. */
export const bulkJobTables = [BulkJobTable, BulkItemTable] as const;
