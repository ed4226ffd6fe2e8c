import { defineEntity, p } from '@mikro-orm/core';
import { id } from './columns.ts';

/** How many tickets a queue has, by status and by holder, each the sum of several rows. */
export const TicketCountTable = defineEntity({
  name: 'TicketCount',
  tableName: 'ticket_counts',
  properties: {
    queueId: id().primary(),
    counted: p.string().length(50).primary(),
    name: id().primary(),
    slot: p.integer().primary(),
    count: p.bigint('number'),
  },
});
