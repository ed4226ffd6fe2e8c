import { defineEntity, p } from '@mikro-orm/core';
import { id } from './columns.ts';

const counted = () => p.string().length(50);
const count = () => p.bigint('number');

const TicketCountTable = defineEntity({
  name: 'TicketCount',
  tableName: 'ticket_counts',
  properties: { queueId: id().primary(), counted: counted().primary(), name: id().primary(), count: count() },
});

const TicketCountStepTable = defineEntity({
  name: 'TicketCountStep',
  tableName: 'ticket_count_steps',
  properties: {
    id: count().primary().autoincrement(),
    queueId: id(),
    counted: counted(),
    name: id(),
    count: count(),
  },
});

/** How many tickets a queue has, by status and by holder, and the steps that are not added to that yet. */
export const ticketCountTables = [TicketCountTable, TicketCountStepTable] as const;
