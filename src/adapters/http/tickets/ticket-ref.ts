import type { TicketRef } from '#application/ports/stored-ticket.ts';
import type { ReadTicket } from '#application/tickets/read-ticket.ts';
import { isUuid, TicketId } from '#domain/shared/ids.ts';
import { z } from '../../wire/schemas.ts';
import type { Named } from '../route.ts';

/** The ticket a path names, by id or by number. */
export const ticketRef = z
  .string()
  .transform((raw, context): TicketRef => {
    const id = raw.toLowerCase();
    if (isUuid(id)) return { id: TicketId(id) };
    if (/^[1-9]\d{0,14}$/.test(raw)) return { number: Number(raw) };
    context.addIssue({ code: 'custom', message: 'must be the id or the number of a ticket' });
    return z.NEVER;
  })
  .openapi({ type: 'string', description: 'The id or the number of a ticket.', example: '42' });

export const ticketParams = z.object({ id: ticketRef });

/** Whether a path names a ticket that its caller may see. */
export const ticketExists =
  ({ readTicket }: { readonly readTicket: ReadTicket }) =>
  async ({ params, caller }: Named<z.output<typeof ticketParams>>): Promise<boolean> =>
    (await readTicket(params.id, caller.actor)) !== undefined;
