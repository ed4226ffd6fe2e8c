import type { Ticket } from '#domain/tickets/ticket.ts';

export type Actor = Ticket;
