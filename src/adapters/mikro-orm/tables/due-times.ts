import { defineEntity, p } from '@mikro-orm/core';
import { id, moment } from './columns.ts';

const DueTimeTable = defineEntity({
  name: 'DueTime',
  tableName: 'due_times',
  properties: { ticketId: id().primary(), kind: p.string().length(16).primary(), dueAt: moment() },
});

const PurgedTicketTable = defineEntity({
  name: 'PurgedTicket',
  tableName: 'purged_tickets',
  properties: { number: p.bigint('number').primary(), ticketId: id().unique(), purgedAt: moment() },
});

/** What time will do to tickets, and what is left of those it has purged. */
export const dueTimeTables = [DueTimeTable, PurgedTicketTable] as const;
