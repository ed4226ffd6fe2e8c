import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Audience } from '#domain/access/visibility.ts';
import type { TicketDecision } from '#domain/tickets/change.ts';
import { assign, claim } from '#domain/tickets/hold.ts';
import { open } from '#domain/tickets/open.ts';
import { reply } from '#domain/tickets/reply.ts';
import { setStatus } from '#domain/tickets/set-status.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { writeNote } from '#domain/tickets/write-note.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { opening, outcomeOf } from '../support/openings.ts';
import { ben, carla, lena } from '../support/people.ts';
import { billing } from '../support/queues.ts';
import { addTheCast } from '../support/the-cast.ts';
import { later, messageId, subject, ticketId } from '../support/tickets.ts';

const id = ticketId(1);
const waitUntil = later(99_999);
const body = 'Ça ne marche pas 🦔\r\n\t“\\n” \u{10FFFD}';

/** What happens to the ticket after carla has opened it, and who may learn of it. */
const story: readonly ((ticket: Ticket) => TicketDecision)[] = [
  (so) => claim(so, { by: ben, at: later(2) }),
  (so) => writeNote(so, { by: ben, at: later(3), id: messageId(3), body: 'She is right.' }),
  (so) => reply(so, { by: ben, at: later(4), id: messageId(4), body: 'One moment.', queue: billing }),
  (so) => assign(so, { by: lena, at: later(5), to: lena.id, eligible: true }),
  (so) => setStatus(so, { by: lena, at: later(6), to: 'pending', waitUntil, queue: billing }),
  (so) => reply(so, { by: carla, at: later(7), id: messageId(7), body, queue: billing }),
];

eachEngine('What was said and done about a ticket', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
    await addTheCast(db);
    const { session, stores } = db;
    const opened = open({
      id,
      subject: subject('Charged twice'),
      body: 'See.',
      messageId: messageId(1),
      acknowledgementId: messageId(2),
      requester: carla.id,
      queue: billing,
      priority: undefined,
      tags: undefined,
      channel: 'api',
      by: carla,
      at: later(1),
    });
    await session.transaction(() => stores.tickets.add(outcomeOf(opened)));
    for (const step of story) {
      await session.transaction(async () => {
        const found = await stores.tickets.find({ id });
        if (found === undefined) throw new Error('no such ticket');
        await stores.tickets.save(found, outcomeOf(step(found.ticket)));
      });
    }
    await session.transaction(() => stores.tickets.add(opening(ticketId(2))));
  });
  afterAll(() => db.close());

  const everything = { after: 0, limit: 100 };
  const facts = async (to: Audience, page = everything) =>
    (await db.stores.history.page(id, to, page)).map(({ seq, fact }) => `${seq} ${fact.type}`);
  const messages = async (to: Audience, page = everything) =>
    (await db.stores.thread.page(id, to, page)).map((message) => `${message.seq} ${message.id.slice(-1)}`);

  test('is told to staff whole, and to customers without what is internal, each by a count of their own', async () => {
    expect(await facts('staff')).toEqual([
      '1 ticket-opened',
      '2 ticket-acknowledged',
      '3 ticket-claimed',
      '4 note-written',
      '5 ticket-replied',
      '6 ticket-opened-again',
      '7 ticket-assigned',
      '8 ticket-set-pending',
      '9 ticket-replied',
      '10 ticket-opened-again',
    ]);
    expect(await facts('customer')).toEqual([
      '1 ticket-opened',
      '2 ticket-acknowledged',
      '3 ticket-replied',
      '4 ticket-opened-again',
      '5 ticket-set-pending',
      '6 ticket-replied',
      '7 ticket-opened-again',
    ]);
    expect(await messages('staff')).toEqual(['1 1', '2 2', '4 3', '5 4', '9 7']);
    expect(await messages('customer')).toEqual(['1 1', '2 2', '3 4', '6 7']);
  });

  test('is told page by page, without a gap or a repetition', async () => {
    expect(await facts('staff', { after: 2, limit: 2 })).toEqual(['3 ticket-claimed', '4 note-written']);
    expect(await facts('customer', { after: 2, limit: 2 })).toEqual([
      '3 ticket-replied',
      '4 ticket-opened-again',
    ]);
    expect(await facts('customer', { after: 7, limit: 2 })).toEqual([]);
    expect(await messages('staff', { after: 2, limit: 2 })).toEqual(['4 3', '5 4']);
    expect(await messages('customer', { after: 3, limit: 2 })).toEqual(['6 7']);
  });

  test('ends with the latest messages, oldest first', async () => {
    const latest = async (to: Audience, count: number) =>
      (await db.stores.reader.latestMessages(id, to, count)).map(({ seq }) => seq);
    expect(await latest('staff', 3)).toEqual([4, 5, 9]);
    expect(await latest('customer', 3)).toEqual([2, 3, 6]);
    expect(await latest('customer', 20)).toEqual([1, 2, 3, 6]);
  });

  test('gives a message as it was written, with the name of its author', async () => {
    const [said] = await db.stores.thread.page(id, 'customer', { after: 5, limit: 1 });
    expect(said).toEqual({
      id: messageId(7),
      ticketId: id,
      seq: 6,
      kind: 'public',
      authorId: carla.id,
      authorName: 'Carla Example',
      automatic: false,
      body,
      createdAt: later(7),
    });
  });

  test('signs what Hexdesk itself wrote', async () => {
    const [, acknowledged] = await db.stores.thread.page(id, 'customer', everything);
    expect(acknowledged).toMatchObject({ authorId: null, authorName: 'Hexdesk', automatic: true });
  });

  test('gives a fact whole, with the message it brought and the moments in it', async () => {
    const history = await db.stores.history.page(id, 'staff', everything);
    expect(history[4]).toMatchObject({
      ticketId: id,
      seq: 5,
      authorName: 'Ben Example',
      fact: {
        type: 'ticket-replied',
        at: later(4),
        by: { kind: 'person', id: ben.id },
        data: {
          answers: true,
          message: {
            id: messageId(4),
            kind: 'public',
            author: ben.id,
            automatic: false,
            body: 'One moment.',
            at: later(4),
          },
        },
      },
    });
    expect(history[7]?.fact).toEqual({
      type: 'ticket-set-pending',
      at: later(6),
      by: { kind: 'person', id: lena.id },
      data: { from: 'open', waitUntil },
    });
    expect(new Set(history.map((record) => record.id)).size).toBe(history.length);
  });
});
