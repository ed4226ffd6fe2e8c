import type { TicketRecord } from '#application/ports/ticket-record.ts';
import type { Subject } from '#domain/tickets/subject.ts';
import { address } from './mails.ts';
import { later, noon, subject } from './tickets.ts';

/** Somebody as they travel with a ticket. */
export const traveller = (email: string, firstName = '', lastName = '') => ({
  email: address(email),
  firstName,
  lastName,
});

/** A message as it travels, some milliseconds after noon. */
export const travelling = (
  by: string | undefined,
  body: string,
  { after = 0, kind = 'public' }: { readonly after?: number; readonly kind?: 'public' | 'internal' } = {},
) => ({ kind, author: by === undefined ? undefined : traveller(by), body, createdAt: later(after) });

/** Carla's new ticket from elsewhere, in billing, but for what matters to a test. */
export const record = (
  externalId: string,
  facts: Partial<TicketRecord<Subject>> = {},
): TicketRecord<Subject> => ({
  externalId,
  subject: subject('Charged twice'),
  status: 'new',
  priority: 'normal',
  tags: [],
  customFields: {},
  queue: 'Billing',
  category: undefined,
  statusLabel: undefined,
  requester: traveller('carla@example.org'),
  participants: [],
  assignee: undefined,
  openedAt: noon,
  updatedAt: undefined,
  solvedAt: undefined,
  closedAt: undefined,
  waitUntil: undefined,
  customerWaiting: false,
  followUpOf: undefined,
  messages: [travelling('carla@example.org', 'Why?')],
  ...facts,
});
