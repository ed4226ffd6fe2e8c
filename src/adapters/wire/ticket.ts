import type { TicketView } from '#application/tickets/ticket-view.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { shownFieldValue } from './field-value.ts';
import { MessageSchema } from './message.ts';
import { shownId, shownMoment, z } from './schemas.ts';

const summaryShape = {
  id: shownId,
  number: z.int().openapi({ description: 'What people call it; rising.' }),
  externalId: z.string().nullable().openapi({
    description:
      'What it is called in your product, or was called where it was imported from. For customers always null.',
  }),
  subject: z.string().openapi({ example: 'I was charged twice' }),
  status: z.enum(statuses).openapi({ description: 'Which moves there are from here: see the lifecycle.' }),
  statusLabelId: shownId.nullable().openapi({
    description: 'What more is said of its status, by a status label; null once the status moves.',
  }),
  priority: z.enum(priorities).openapi({ description: 'For customers: the one it was opened with.' }),
  queueId: shownId.openapi({ description: 'For customers: the one it was opened in.' }),
  categoryId: shownId.nullable().openapi({ description: 'What it is about.' }),
  tags: z.array(z.string()).openapi({ description: 'For customers always empty.' }),
  requesterId: shownId.openapi({ description: 'The customer it is about.' }),
  organisationId: shownId.nullable().openapi({
    description: 'The organisation its requester was a member of when it was opened.',
  }),
  assigneeId: shownId.nullable().openapi({ description: 'For customers always null.' }),
  channel: z.enum(['api', 'live', 'email', 'import']).openapi({ description: 'How it came in.' }),
  version: z.int().openapi({ description: 'The number of facts the reader may know; also the ETag.' }),
  openedAt: shownMoment,
  updatedAt: shownMoment.openapi({ description: 'When the last fact came about that the reader may know.' }),
  solvedAt: shownMoment.nullable().openapi({ description: 'While it is solved or closed.' }),
  closedAt: shownMoment.nullable().openapi({ description: 'While it is closed.' }),
  waitUntil: shownMoment.nullable().openapi({
    description: 'When a waiting ticket opens again by itself.',
  }),
  customerWaiting: z.boolean().openapi({ description: 'The customer wrote while the ticket was on hold.' }),
  followUpOf: shownId.nullable().openapi({
    description: 'The closed ticket that this one takes up again; not everybody who reads this sees that.',
  }),
};

export const TicketSummarySchema = z.object(summaryShape).openapi('TicketSummary');

export const TicketSchema = z
  .object({
    ...summaryShape,
    participantIds: z.array(shownId).openapi({ description: 'Customers who may read and answer it, too.' }),
    customFields: z.record(z.string(), shownFieldValue).openapi({
      description: 'Values by the keys of their fields; for customers those of public ones.',
    }),
    messages: z
      .array(MessageSchema)
      .optional()
      .openapi({ description: 'With `include=messages`: the last 20, oldest first.' }),
  })
  .openapi('Ticket', {
    example: {
      id: '01957b3e-9c00-7c30-b000-000000000001',
      number: 42,
      externalId: null,
      subject: 'I was charged twice',
      status: 'open',
      statusLabelId: null,
      priority: 'high',
      queueId: '01957b3e-9c00-7a10-8f10-6d1f0c3a5e01',
      categoryId: null,
      tags: ['refund'],
      requesterId: '01957b3e-9c00-7b20-9a01-2f6c1d7e4a11',
      organisationId: null,
      assigneeId: '01957b3e-9c00-7b20-9a01-2f6c1d7e4a21',
      channel: 'api',
      version: 7,
      openedAt: '2026-03-02T12:00:00.000Z',
      updatedAt: '2026-03-02T12:42:17.315Z',
      solvedAt: null,
      closedAt: null,
      waitUntil: null,
      customerWaiting: false,
      followUpOf: null,
      participantIds: [],
      customFields: { product: 'app' },
    },
  });

/** A ticket as lists show it. */
export const presentSummary = ({ ticket, number, version, updatedAt }: TicketView) => ({
  id: ticket.id,
  number,
  externalId: ticket.externalId ?? null,
  subject: ticket.subject,
  status: ticket.status,
  statusLabelId: ticket.statusLabel ?? null,
  priority: ticket.priority,
  queueId: ticket.queue,
  categoryId: ticket.category ?? null,
  tags: ticket.tags,
  requesterId: ticket.requester,
  organisationId: ticket.organisation ?? null,
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
  customFields: { ...view.ticket.fields, ...view.ticket.staffFields },
});
