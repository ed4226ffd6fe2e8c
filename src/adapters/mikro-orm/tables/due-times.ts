import { defineEntity, p } from '@mikro-orm/core';
import { id, moment } from './columns.ts';

/** What time will do to tickets. */
export const DueTimeTable = defineEntity({
  name: 'DueTime',
  tableName: 'due_times',
  properties: { ticketId: id().primary(), kind: p.string().length(16).primary(), dueAt: moment() },
});
