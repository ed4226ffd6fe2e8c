import { defineEntity, p } from '@mikro-orm/core';
import { id, json, moment } from './columns.ts';

/** The last facts of tickets that were purged, with where those stood: who could see one may learn that it is gone. */
export const TombstoneTable = defineEntity({
  name: 'Tombstone',
  tableName: 'tombstones',
  properties: {
    ticketId: id().primary(),
    seq: p.integer(),
    publicSeq: p.integer(),
    id: id(),
    at: moment(),
    requesterId: id(),
    participantIds: json(),
    assigneeId: id().nullable(),
    queueId: id(),
    organisationId: id().default(''),
    position: p.bigint('number').nullable(),
  },
});
