import { displayName } from '#domain/identity/user.ts';
import { type Notice, noticesFor } from '#domain/notifications/notices.ts';
import type { Clock } from '../ports/clock.ts';
import type { Feed, FeedEntry } from '../ports/feed.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { QueuedMail } from '../ports/mail-queue.ts';
import type { RelayCursor } from '../ports/relay-cursor.ts';
import type { StoredTicket } from '../ports/stored-ticket.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { Transaction } from '../ports/unit-of-work.ts';
import { letterFor, mayTell } from './letter-for.ts';
import { mayBeTold } from './may-be-told.ts';
import type { Relay } from './relay.ts';

export type WriteLettersDeps = {
  readonly feed: Feed;
  readonly cursor: RelayCursor;
  readonly tickets: TicketReader;
  readonly ids: IdSource;
  readonly clock: Clock;
};

/** Nobody sees from a mail whether it was written a blink sooner, and what is written together costs less. */
const breathMs = 200;
/** Facts read in one go. */
const readAtOnce = 100;

const name = 'letters';

/** Turns facts into letters in the mail queue; each fact once, since the cursor moves in the same transaction. */
export const writeLetters = (deps: WriteLettersDeps): Relay => ({
  name: 'write-letters',
  topic: 'feed',
  breathMs,
  async run() {
    const { feed, cursor, clock } = deps;
    const from = await cursor.position(name);
    const entries = await feed.after(from, readAtOnce);
    const last = entries.at(-1);
    if (last === undefined) return false;
    const told = await noticesOf(entries, deps.tickets);
    await cursor.advance(name, { from, to: last.position }, async (tx) => {
      await tx.mails.enqueue(await mailsFor(told, tx, deps.ids), clock.now());
    });
    return entries.length === readAtOnce;
  },
});

/** Somebody to be told of a fact, if they may. */
type Told = { readonly entry: FeedEntry; readonly stored: StoredTicket; readonly notice: Notice };

const noticesOf = async (entries: readonly FeedEntry[], tickets: TicketReader): Promise<readonly Told[]> => {
  // whom the past of an import concerned was told at the time, or never wanted to be
  const telling = entries.filter(({ imported, fact }) => !imported && mayTell(fact));
  const ids = new Set(telling.map(({ ticketId }) => ticketId));
  const found = new Map((await tickets.among([...ids])).map((stored) => [stored.ticket.id, stored]));
  return telling.flatMap((entry) => {
    const stored = found.get(entry.ticketId);
    if (stored === undefined) return [];
    return noticesFor(entry.fact, stored.ticket).map((notice) => ({ entry, stored, notice }));
  });
};

const mailsFor = async (
  told: readonly Told[],
  tx: Transaction,
  ids: IdSource,
): Promise<readonly QueuedMail[]> => {
  const named = new Set(told.map(({ notice }) => notice.to));
  const users = new Map((await tx.users.among([...named])).map((user) => [user.id, user]));
  const findQueue = remembered(tx.queues.find);
  const mails: QueuedMail[] = [];
  for (const { entry, stored, notice } of told) {
    const user = users.get(notice.to);
    if (user === undefined || !mayBeTold(user, notice.letter, stored.ticket)) continue;
    const queue = await findQueue(stored.ticket.queue);
    const letter = letterFor(notice.letter, { entry, stored, user, queue });
    if (letter === undefined) continue;
    mails.push({ id: ids.next(), to: user.email, toName: displayName(user), letter, ticket: entry.ticketId });
  }
  return mails;
};

/** Asks once per key. */
const remembered = <Key, Value>(ask: (key: Key) => Promise<Value>): ((key: Key) => Promise<Value>) => {
  const answers = new Map<Key, Promise<Value>>();
  return (key) => {
    const known = answers.get(key) ?? ask(key);
    answers.set(key, known);
    return known;
  };
};
