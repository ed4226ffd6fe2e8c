import { noValues, withChanges } from '../fields/field-value.ts';
import type { TicketId } from '../shared/ids.ts';
import { erasedText } from './erased-text.ts';
import type { Fact, FactData, FactOf } from './facts.ts';
import { commonOf, type MergeableState, type Ticket, type TicketCommon } from './ticket.ts';

/** The state that a ticket's whole history gives; the stored state always equals it. */
export const fold = (id: TicketId, [first, ...rest]: readonly Fact[]): Ticket | undefined =>
  first?.type === 'ticket-opened' ? rest.reduce<Ticket>(evolve, born(id, first)) : undefined;

/** A ticket as its opening says. */
export const born = (id: TicketId, { data, at }: FactOf<'ticket-opened'>): Ticket => ({
  id,
  subject: data.subject,
  requester: data.requester,
  organisation: data.organisation,
  participants: data.participants,
  queue: data.queue,
  category: data.category,
  assignee: undefined,
  priority: data.priority,
  tags: data.tags,
  fields: data.fields ?? noValues,
  staffFields: data.staffFields ?? noValues,
  statusLabel: undefined,
  channel: data.channel,
  openedAt: at,
  openedIn: { queue: data.queue, priority: data.priority },
  followUpOf: undefined,
  externalId: data.externalId,
  absorbed: undefined,
  waitingSince: at,
  status: 'new',
});

/** The state after one more fact. Facts were decided before; this only applies them. */
export const evolve = (ticket: Ticket, fact: Fact): Ticket => {
  const next = applied(ticket, fact);
  return next.status === ticket.status || next.statusLabel === undefined
    ? next
    : { ...next, statusLabel: undefined };
};

const applied = (ticket: Ticket, fact: Fact): Ticket => {
  switch (fact.type) {
    case 'ticket-opened':
    case 'ticket-acknowledged':
    case 'note-written':
    case 'message-redacted':
    case 'note-redacted':
    case 'notes-erased':
    case 'message-taken-over':
    case 'note-taken-over':
    case 'ticket-linked':
    case 'ticket-unlinked':
    case 'ticket-purged':
      return ticket;
    case 'texts-expired':
      return withoutTexts(ticket);
    case 'person-erased':
      return fact.data.person === ticket.requester ? withoutTexts(ticket) : ticket;
    case 'follow-up-opened':
      return { ...ticket, followUpOf: fact.data.original };
    case 'ticket-replied':
      return replied(ticket, fact.data, fact.at);
    case 'ticket-claimed':
    case 'ticket-assigned':
    case 'ticket-stolen':
      return { ...ticket, assignee: fact.data.assignee };
    case 'ticket-released':
      return { ...ticket, assignee: undefined };
    case 'ticket-moved':
      return { ...ticket, queue: fact.data.after };
    case 'subject-changed':
      return { ...ticket, subject: fact.data.after };
    case 'priority-changed':
      return { ...ticket, priority: fact.data.after };
    case 'category-changed':
      return { ...ticket, category: fact.data.after };
    case 'tags-changed':
      return { ...ticket, tags: fact.data.after };
    case 'fields-changed':
      return { ...ticket, fields: withChanges(ticket.fields, fact.data.after) };
    case 'staff-fields-changed':
      return { ...ticket, staffFields: withChanges(ticket.staffFields, fact.data.after) };
    case 'status-label-changed':
      return { ...ticket, statusLabel: fact.data.after };
    case 'external-id-changed':
      return { ...ticket, externalId: fact.data.after };
    case 'participant-added':
      return { ...ticket, participants: [...ticket.participants, fact.data.participant] };
    case 'participant-removed':
      return { ...ticket, participants: ticket.participants.filter((id) => id !== fact.data.participant) };
    case 'ticket-opened-again':
    case 'ticket-reopened':
      return { ...commonOf(ticket), status: 'open' };
    case 'ticket-set-pending':
      return { ...commonOf(ticket), status: 'pending', waitUntil: fact.data.waitUntil };
    case 'ticket-put-on-hold':
      return {
        ...commonOf(ticket),
        status: 'on-hold',
        waitUntil: fact.data.waitUntil,
        customerWaiting: ticket.status === 'on-hold' && ticket.customerWaiting,
      };
    case 'ticket-solved':
      return { ...commonOf(ticket), assignee: fact.data.assignee, status: 'solved', solvedAt: fact.at };
    case 'ticket-closed':
      return {
        ...commonOf(ticket),
        status: 'closed',
        solvedAt: solvedAtOf(ticket, fact.at),
        closedAt: fact.at,
      };
    case 'ticket-marked-spam':
      return { ...commonOf(ticket), status: 'spam', markedAt: fact.at };
    case 'ticket-merged':
      return {
        ...commonOf(ticket),
        status: 'merged',
        survivor: fact.data.survivor,
        mergedAt: fact.at,
        before: fact.data.before,
      };
    case 'ticket-absorbed':
      return absorbing(ticket, fact.data);
    case 'absorption-undone':
      return { ...ticket, absorbed: absorbedWithout(ticket, fact.data.source) };
    case 'ticket-imported':
      return { ...ticket, externalId: fact.data.externalId };
    case 'merge-undone':
      return ticket.status === 'merged' ? withState(commonOf(ticket), ticket.before) : ticket;
  }
};

/** What custom fields said of somebody goes with the subject. */
const withoutTexts = (ticket: Ticket): Ticket => ({
  ...ticket,
  subject: erasedText,
  fields: noValues,
  staffFields: noValues,
});

const withState = (common: TicketCommon, state: MergeableState): Ticket => ({ ...common, ...state });

const absorbing = (
  ticket: Ticket,
  { waitingSince, source, participants, tags }: FactData['ticket-absorbed'],
): Ticket => ({
  ...ticket,
  waitingSince: earlierOf(ticket.waitingSince, waitingSince),
  absorbed: [...(ticket.absorbed ?? []), { source, participants, tags }],
});

const absorbedWithout = ({ absorbed = [] }: Ticket, source: TicketId) => {
  const rest = absorbed.filter((one) => one.source !== source);
  return rest.length === 0 ? undefined : rest;
};

const earlierOf = (one: Date | undefined, other: Date | undefined): Date | undefined =>
  one === undefined || (other !== undefined && other < one) ? other : one;

const solvedAtOf = (ticket: Ticket, closedAt: Date): Date =>
  ticket.status === 'solved' ? ticket.solvedAt : closedAt;

const replied = (ticket: Ticket, { message, answers }: FactData['ticket-replied'], at: Date): Ticket => {
  if (message.automatic) return ticket;
  const waitingSince = answers ? undefined : (ticket.waitingSince ?? at);
  return ticket.status === 'on-hold'
    ? { ...ticket, waitingSince, customerWaiting: !answers }
    : { ...ticket, waitingSince };
};
