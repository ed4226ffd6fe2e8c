import type { TicketView } from '#application/tickets/ticket-view.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { MessageSchema } from './message.ts';
import { shownId, shownMoment, z } from './schemas.ts';

const summaryShape = {
  id: shownId,
  number: z.int().openapi({ description: 'What people call it; rising.' }),
  externalId: z.string().nullable().openapi({
    description: 'What it was called where it was imported from. For customers always null.',
  }),
  subject: z.string(),
  status: z.enum(statuses),
  priority: z.enum(priorities).openapi({ description: 'For customers: the one it was opened with.' }),
  queueId: shownId.openapi({ description: 'For customers: the one it was opened in.' }),
  categoryId: z.null().openapi({ description: 'Not offered yet.' }),
  tags: z.array(z.string()).openapi({ description: 'For customers always empty.' }),
  requesterId: shownId,
  assigneeId: shownId.nullable().openapi({ description: 'For customers always null.' }),
  channel: z.enum(['api', 'live', 'email', 'import']),
  version: z.int().openapi({ description: 'The number of facts the reader may know; also the ETag.' }),
  openedAt: shownMoment,
  updatedAt: shownMoment,
  solvedAt: shownMoment.nullable(),
  closedAt: shownMoment.nullable(),
  waitUntil: shownMoment.nullable(),
  customerWaiting: z.boolean().openapi({ description: 'The customer wrote while the ticket was on hold.' }),
  followUpOf: shownId.nullable().openapi({ description: 'The closed ticket that this one takes up again.' }),
};

export const TicketSummarySchema = z.object(summaryShape).openapi('TicketSummary');

export const TicketSchema = z
  .object({
    ...summaryShape,
    participantIds: z.array(shownId),
    customFields: z.object({}).openapi({ description: 'Not offered yet.' }),
    messages: z
      .array(MessageSchema)
      .optional()
      .openapi({ description: 'With `include=messages`: the last 20, oldest first.' }),
  })
  .openapi('Ticket');

/** A ticket as lists show it. */
export const presentSummary = ({ ticket, number, version, updatedAt }: TicketView) => ({
  id: ticket.id,
  number,
  externalId: ticket.externalId ?? null,
  subject: ticket.subject,
  status: ticket.status,
  priority: ticket.priority,
  queueId: ticket.queue,
  categoryId: null,
  tags: ticket.tags,
  requesterId: ticket.requester,
  assigneeId: ticket.assignee ?? null,
  channel: ticket.channel,
  version,
  openedAt: ticket.openedAt,
  updatedAt,
  solvedAt: 'solvedAt' in ticket ? ticket.solvedAt : null,
  closedAt: 'closedAt' in ticket ? ticket.closedAt : null,
  waitUntil: ('waitUntil' in ticket ? ticket.waitUntil : undefined) ?? null,
  customerWaiting: ticket.status === 'on-hold' && ticket.customerWaiting,
  followUpOf: ticket.followUpOf ?? null,
});

/** A ticket whole. */
export const presentTicket = (view: TicketView) => ({
  ...presentSummary(view),
  participantIds: view.ticket.participants,
  customFields: {},
});
