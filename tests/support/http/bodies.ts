import type { FactSchema } from '#adapters/wire/fact.ts';
import type { MessageSchema } from '#adapters/wire/message.ts';
import type { ProblemSchema } from '#adapters/wire/problem.ts';
import type { z } from '#adapters/wire/schemas.ts';
import type { TicketSchema, TicketSummarySchema } from '#adapters/wire/ticket.ts';

/** What answers hold; that they do is checked against the contract. */
export type TicketBody = z.output<typeof TicketSchema>;
export type SummaryBody = z.output<typeof TicketSummarySchema>;
export type MessageBody = z.output<typeof MessageSchema>;
export type FactBody = z.output<typeof FactSchema>;
export type ProblemBody = z.output<typeof ProblemSchema>;
export type PageBody<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };
