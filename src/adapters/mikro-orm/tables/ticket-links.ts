import { defineEntity, p } from '@mikro-orm/core';
import { id, moment } from './columns.ts';

const TicketLinkTable = defineEntity({
  name: 'TicketLink',
  tableName: 'ticket_links',
  properties: {
    ticketId: id().primary(),
    id: id().primary(),
    otherId: id(),
    /** How `ticket` stands to `other`; that one has a row of its own, which says the same from its side. */
    kind: p.string().length(16),
    madeBy: id(),
    madeAt: moment(),
  },
});

/** The links that staff gave tickets. */
export const ticketLinkTables = [TicketLinkTable] as const;
