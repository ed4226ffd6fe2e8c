import type { User } from '#domain/identity/user.ts';
import type { Letter, TicketLetterKind } from '#domain/notifications/letter.ts';
import type { Queue } from '#domain/queues/queue.ts';
import { lengthOf } from '#domain/shared/text.ts';
import { type Fact, messageOf } from '#domain/tickets/facts.ts';
import type { FeedEntry } from '../ports/feed.ts';
import type { StoredTicket } from '../ports/stored-ticket.ts';

/** Everything a letter about a fact may need. */
export type LetterMatter = {
  readonly entry: FeedEntry;
  readonly stored: StoredTicket;
  readonly user: User;
  readonly queue: Queue | undefined;
};

/** The letter that tells somebody of a fact; `undefined` when the fact has nothing for it. */
export const letterFor = (
  kind: TicketLetterKind,
  { entry, stored, user, queue }: LetterMatter,
): Letter | undefined => {
  const about = { name: user.firstName, number: stored.number, subject: stored.ticket.subject };
  const message = messageOf(entry.fact);
  switch (kind) {
    case 'ticket-acknowledged':
      return message && { kind, ...about, text: excerpt(message.body) };
    case 'ticket-replied':
    case 'note-written':
      return message && { kind, ...about, author: entry.authorName, text: excerpt(message.body) };
    case 'ticket-assigned':
      return { kind, ...about };
    case 'ticket-solved':
      return { kind, ...about, reopenDays: queue?.reopenWindowDays ?? 0 };
  }
};

/** Each letter about a ticket tells of the facts of its own name. */
const toldOf = {
  'ticket-acknowledged': true,
  'ticket-replied': true,
  'note-written': true,
  'ticket-assigned': true,
  'ticket-solved': true,
} as const satisfies Record<TicketLetterKind & Fact['type'], true>;

/** Whether anybody may have to be told of a fact, judged by its type alone. */
export const mayTell = ({ type }: Fact): boolean => Object.hasOwn(toldOf, type);

/** Whether a letter tells of a fact of a ticket. */
export const isAboutTicket = (letter: Letter): letter is Letter & { readonly kind: TicketLetterKind } =>
  Object.hasOwn(toldOf, letter.kind);

/** Longest text in a mail, in characters. */
export const longestText = 10_000;

const excerpt = (body: string): string =>
  lengthOf(body) <= longestText
    ? body
    : `${[...body].slice(0, longestText).join('')} […]\n\n(The message is longer; the rest is in the ticket.)`;
