import { mikroOrmTicketArchive } from '#adapters/mikro-orm/tickets/ticket-archive.ts';
import { systemClock } from '#adapters/system/clock.ts';
import { uuidV7Source } from '#adapters/system/uuid-v7.ts';
import { type ImportTickets, importTickets } from '#application/tickets/import-tickets.ts';
import type { TestNode } from './database.ts';
import { identityStoresOn } from './identity-stores.ts';

/** Imports tickets through one node. */
export const importOn = (node: TestNode): ImportTickets =>
  importTickets({
    unitOfWork: identityStoresOn(node, systemClock).unitOfWork,
    clock: systemClock,
    ids: uuidV7Source({ clock: systemClock }),
  });

/** Everything in a database, as it would leave. */
export const archived = (node: TestNode) =>
  mikroOrmTicketArchive(node.session).page({ after: 0, limit: 1000 });
