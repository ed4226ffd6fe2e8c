import type { UserId } from '../shared/ids.ts';
import type { Fact } from '../tickets/facts.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { TicketLetterKind } from './letter.ts';

/** Somebody to be told of a fact by mail. */
export type Notice = { readonly to: UserId; readonly letter: TicketLetterKind };

/** Who is told about a fact by mail, and how; never the person who caused it. Delivery is someone else's business. */
export const noticesFor = (fact: Fact, ticket: Ticket): readonly Notice[] => {
  const told = new Map<UserId, Notice>();
  for (const notice of wantedFor(fact, ticket)) {
    const isCause = fact.by.kind === 'person' && fact.by.id === notice.to;
    if (!isCause && !told.has(notice.to)) told.set(notice.to, notice);
  }
  return [...told.values()];
};

const wantedFor = (fact: Fact, ticket: Ticket): readonly Notice[] => {
  switch (fact.type) {
    case 'ticket-acknowledged':
      return [{ to: ticket.requester, letter: 'ticket-acknowledged' }];
    case 'ticket-replied':
      return [...customerSide(ticket), ...holder(ticket)].map((to) => ({ to, letter: 'ticket-replied' }));
    case 'note-written':
      return holder(ticket).map((to) => ({ to, letter: 'note-written' }));
    case 'ticket-assigned':
      return [{ to: fact.data.assignee, letter: 'ticket-assigned' }];
    case 'ticket-solved':
      return customerSide(ticket).map((to) => ({ to, letter: 'ticket-solved' }));
    case 'ticket-opened':
    case 'follow-up-opened':
    case 'message-redacted':
    case 'note-redacted':
    case 'ticket-claimed':
    case 'ticket-released':
    case 'ticket-stolen':
    case 'ticket-moved':
    case 'subject-changed':
    case 'priority-changed':
    case 'category-changed':
    case 'tags-changed':
    case 'fields-changed':
    case 'staff-fields-changed':
    case 'status-label-changed':
    case 'external-id-changed':
    case 'participant-added':
    case 'participant-removed':
    case 'ticket-linked':
    case 'ticket-unlinked':
    case 'ticket-opened-again':
    case 'ticket-set-pending':
    case 'ticket-put-on-hold':
    case 'ticket-reopened':
    case 'ticket-closed':
    case 'ticket-marked-spam':
    case 'ticket-merged':
    case 'merge-undone':
    case 'ticket-absorbed':
    case 'message-taken-over':
    case 'note-taken-over':
    case 'absorption-undone':
    case 'person-erased':
    case 'notes-erased':
    case 'texts-expired':
    case 'ticket-purged':
    case 'ticket-imported':
      return [];
  }
};

const customerSide = (ticket: Ticket): readonly UserId[] => [ticket.requester, ...ticket.participants];

const holder = (ticket: Ticket): readonly UserId[] =>
  ticket.assignee === undefined ? [] : [ticket.assignee];
