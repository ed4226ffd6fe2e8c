import type { Actor } from '#domain/access/actor.ts';
import { after } from '#domain/shared/duration.ts';
import { LinkId, MessageId, TicketId } from '#domain/shared/ids.ts';
import type { FactData, FactOf, FactType } from '#domain/tickets/facts.ts';
import { parseSubject, type Subject } from '#domain/tickets/subject.ts';
import type {
  ClosedTicket,
  MergedTicket,
  NewTicket,
  OnHoldTicket,
  OpenTicket,
  PendingTicket,
  SolvedTicket,
  SpamTicket,
  Ticket,
  TicketCommon,
} from '#domain/tickets/ticket.ts';
import type { Status } from '#domain/tickets/transitions.ts';
import { carla, paul } from './people.ts';
import { billing } from './queues.ts';

/** When every story begins, and when whatever a builder does not date has happened. */
export const noon = new Date('2026-03-02T12:00:00.000Z');

/** The moment so many milliseconds after noon. */
export const later = (milliseconds: number): Date => after(noon, milliseconds);

const uuid = (kind: string, count: number): string =>
  `01957b3e-9c00-7${kind}-b000-${String(count).padStart(12, '0')}`;

/** The id of the first, second, … ticket. */
export const ticketId = (count: number): TicketId => TicketId(uuid('c30', count));
/** The id of the first, second, … message. */
export const messageId = (count: number): MessageId => MessageId(uuid('d40', count));
/** The id of the first, second, … link. */
export const linkId = (count: number): LinkId => LinkId(uuid('e50', count));

/** A subject that was checked; a test's own wrong one is a mistake in the test. */
export const subject = (text: string): Subject => {
  const parsed = parseSubject(text);
  if (parsed === undefined) throw new TypeError(`no subject: ${text}`);
  return parsed;
};

/** Carla's unassigned ticket in billing, in which paul takes part; nobody has answered yet. */
const common: TicketCommon = {
  id: ticketId(1),
  subject: 'Charged twice',
  requester: carla.id,
  participants: [paul.id],
  queue: billing.id,
  assignee: undefined,
  priority: 'normal',
  tags: [],
  fields: {},
  staffFields: {},
  statusLabel: undefined,
  channel: 'api',
  openedAt: noon,
  openedIn: { queue: billing.id, priority: 'normal' },
  followUpOf: undefined,
  externalId: undefined,
  absorbed: undefined,
  waitingSince: noon,
};

/** A ticket nobody has answered. */
export const newTicket = (facts: Partial<NewTicket> = {}): NewTicket => ({
  ...common,
  status: 'new',
  ...facts,
});

/** A ticket that is being worked. */
export const openTicket = (facts: Partial<OpenTicket> = {}): OpenTicket => ({
  ...common,
  status: 'open',
  ...facts,
});

/** A ticket that waits for its customer, for good unless a moment is named. */
export const pendingTicket = (facts: Partial<PendingTicket> = {}): PendingTicket => ({
  ...common,
  status: 'pending',
  waitUntil: undefined,
  ...facts,
});

/** A ticket that waits for a third party, for good unless a moment is named. */
export const onHoldTicket = (facts: Partial<OnHoldTicket> = {}): OnHoldTicket => ({
  ...common,
  status: 'on-hold',
  waitUntil: undefined,
  customerWaiting: false,
  ...facts,
});

/** A ticket that was solved at noon. */
export const solvedTicket = (facts: Partial<SolvedTicket> = {}): SolvedTicket => ({
  ...common,
  status: 'solved',
  solvedAt: noon,
  ...facts,
});

/** A ticket that was solved and closed at noon. */
export const closedTicket = (facts: Partial<ClosedTicket> = {}): ClosedTicket => ({
  ...common,
  status: 'closed',
  solvedAt: noon,
  closedAt: noon,
  ...facts,
});

/** A ticket that was marked as spam at noon. */
export const spamTicket = (facts: Partial<SpamTicket> = {}): SpamTicket => ({
  ...common,
  status: 'spam',
  markedAt: noon,
  ...facts,
});

/** A ticket that was open before it went into the ninth one. */
export const mergedTicket = (facts: Partial<MergedTicket> = {}): MergedTicket => ({
  ...common,
  status: 'merged',
  survivor: ticketId(9),
  mergedAt: noon,
  before: { status: 'open' },
  ...facts,
});

const builders: Record<Status, (facts: Partial<TicketCommon>) => Ticket> = {
  new: newTicket,
  open: openTicket,
  pending: pendingTicket,
  'on-hold': onHoldTicket,
  solved: solvedTicket,
  closed: closedTicket,
  merged: mergedTicket,
  spam: spamTicket,
};

/** A ticket of any status, for rules that hold across them. */
export const ticketIn = (status: Status, facts: Partial<TicketCommon> = {}): Ticket =>
  builders[status](facts);

/** A fact that somebody caused. */
export const factBy = <Type extends FactType>(
  by: Actor,
  at: Date,
  type: Type,
  data: FactData[Type],
): FactOf<Type> => ({ type, at, by: { kind: 'person', id: by.id }, data });

/** A fact that Hexdesk itself caused. */
export const factByHexdesk = <Type extends FactType>(
  at: Date,
  type: Type,
  data: FactData[Type],
): FactOf<Type> => ({ type, at, by: { kind: 'system' }, data });
