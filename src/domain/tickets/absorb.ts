import { may } from '../access/policy.ts';
import { accept, refuse } from '../shared/decision.ts';
import type { TicketId, UserId } from '../shared/ids.ts';
import { mostTags } from './bulk-change.ts';
import { type Change, changed, type Doing, type TicketDecision, type Told } from './change.ts';
import type { Message } from './message.ts';
import { mostParticipants } from './participate.ts';
import type { Absorption, Ticket } from './ticket.ts';

/** Most messages that one ticket takes over from another: it happens in one step. */
export const mostTakenOver = 500;

type Absorbing = Doing & { readonly source: Ticket; readonly thread: readonly Message[] };

/** Takes over the messages, people and tags of a ticket that is merged into this one; its status stays. */
export const absorb = (ticket: Ticket, wanted: Absorbing): TicketDecision => {
  const { source, thread } = wanted;
  if (thread.length > mostTakenOver) return refuse({ code: 'too-many-messages', limit: mostTakenOver });
  const brought = broughtBy(ticket, source);
  const people = brought.participants.filter((one) => !ticket.participants.includes(one));
  if (ticket.participants.length + people.length > mostParticipants)
    return refuse({ code: 'too-many-participants', limit: mostParticipants });
  const data = { ...brought, waitingSince: source.waitingSince };
  return accept(
    changed(
      ticket,
      wanted,
      { type: 'ticket-absorbed', data },
      ...people.map((participant) => ({ type: 'participant-added', data: { participant } }) as const),
      ...retagged(ticket, [...new Set([...ticket.tags, ...brought.tags])].slice(0, mostTags)),
      ...thread.map((message) => takenOver(source.id, message)),
    ),
  );
};

/** Gives back what a ticket brought whose merge is undone; what was written here since stays. */
export const giveBack = (ticket: Ticket, wanted: Doing & { readonly source: TicketId }): TicketDecision => {
  const { source, by } = wanted;
  // not even that it exists, to whoever does not see it
  if (!may(by, 'ticket:merge', ticket)) return refuse({ code: 'not-permitted', permission: 'ticket:merge' });
  const all = ticket.absorbed ?? [];
  const gone = all.find((one) => one.source === source);
  if (gone === undefined) return accept<Change>({ ticket, facts: [] });
  const kept = all.filter((one) => one !== gone);
  const people = gone.participants.filter(
    (one) =>
      ticket.participants.includes(one) && !kept.some(({ participants }) => participants.includes(one)),
  );
  const left = ticket.tags.filter(
    (one) => !gone.tags.includes(one) || kept.some(({ tags }) => tags.includes(one)),
  );
  return accept(
    changed(
      ticket,
      wanted,
      { type: 'absorption-undone', data: { source } },
      ...people.map((participant) => ({ type: 'participant-removed', data: { participant } }) as const),
      ...retagged(ticket, left),
    ),
  );
};

/** What the survivor has from its merges alone: that of an earlier one counts for this one, too. */
const broughtBy = (ticket: Ticket, source: Ticket): Absorption => {
  const earlier = ticket.absorbed ?? [];
  const isNew = (person: UserId) =>
    person !== ticket.requester &&
    (!ticket.participants.includes(person) || earlier.some((one) => one.participants.includes(person)));
  const isNewTag = (tag: string) =>
    !ticket.tags.includes(tag) || earlier.some((one) => one.tags.includes(tag));
  return {
    source: source.id,
    participants: [...new Set([source.requester, ...source.participants])].filter(isNew),
    tags: source.tags.filter(isNewTag),
  };
};

const retagged = ({ tags: before }: Ticket, after: readonly string[]): readonly Told[] =>
  before.length === after.length ? [] : [{ type: 'tags-changed', data: { before, after } }];

const takenOver = (source: TicketId, message: Message): Told => ({
  type: message.kind === 'internal' ? 'note-taken-over' : 'message-taken-over',
  data: { source, message },
});
