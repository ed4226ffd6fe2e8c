import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { longestText } from '#application/relays/letter-for.ts';
import type { Relay } from '#application/relays/relay.ts';
import { writeLetters } from '#application/relays/write-letters.ts';
import { minutes } from '#domain/shared/duration.ts';
import { MessageId, TicketId } from '#domain/shared/ids.ts';
import type { TicketDecision } from '#domain/tickets/change.ts';
import type { Fact } from '#domain/tickets/facts.ts';
import { assign, claim } from '#domain/tickets/hold.ts';
import { open } from '#domain/tickets/open.ts';
import { reply } from '#domain/tickets/reply.ts';
import { solve } from '#domain/tickets/solve.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { writeNote } from '#domain/tickets/write-note.ts';
import { adjustableClock } from '../../support/adjustable-clock.ts';
import type { TestDatabase } from '../../support/database.ts';
import { bea, ben, carla, dora, lena, paul, sam } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
import { openSqlite, relaysOn, type TestRelays } from '../../support/relays.ts';
import { addTheCast } from '../../support/the-cast.ts';
import { factBy, openTicket, subject } from '../../support/tickets.ts';

describe('letters about facts', () => {
  let database: TestDatabase;
  let relays: TestRelays;
  let relay: Relay;
  const clock = adjustableClock();

  beforeAll(async () => {
    database = await openSqlite(clock);
    relays = relaysOn(database, clock);
    relay = writeLetters({ ...relays, clock, tickets: database.stores.reader });
  });
  beforeEach(async () => {
    await database.empty();
    await addTheCast(database);
  });
  afterAll(() => database.close());

  const nextMessage = () => MessageId(relays.ids.next());

  /** Carla's new ticket in billing. */
  const opened = async (): Promise<TicketId> => {
    const id = TicketId(relays.ids.next());
    const decision = open({
      id,
      subject: subject('Charged twice'),
      body: 'Why?',
      messageId: nextMessage(),
      acknowledgementId: nextMessage(),
      requester: carla.id,
      queue: billing,
      priority: undefined,
      tags: undefined,
      channel: 'api',
      by: carla,
      at: clock.now(),
    });
    if (!decision.ok) throw new Error(decision.refusal.code);
    await database.session.transaction(() => database.stores.tickets.add(decision.outcome));
    return id;
  };

  /** One more decision about a ticket. */
  const decided = (id: TicketId, decide: (ticket: Ticket) => TicketDecision): Promise<unknown> =>
    database.session.transaction(async () => {
      const found = await database.stores.tickets.find({ id });
      if (found === undefined) throw new Error('no such ticket');
      const decision = decide(found.ticket);
      if (!decision.ok) throw new Error(decision.refusal.code);
      await database.stores.tickets.save(found, decision.outcome);
    });

  /** A ticket as it stands, of which one fact is known. */
  const known = (ticket: Ticket, fact: Fact): Promise<unknown> =>
    database.session.transaction(() => database.stores.tickets.add({ ticket, facts: [fact] }));

  const by = <Who>(who: Who) => ({ by: who, at: clock.now() });
  const says = (who: typeof ben, body: string) => (ticket: Ticket) =>
    reply(ticket, { ...by(who), id: nextMessage(), body, queue: billing });
  const notes = (who: typeof ben, body: string) => (ticket: Ticket) =>
    writeNote(ticket, { ...by(who), id: nextMessage(), body });

  /** What the relay queues now, as recipient and letter. */
  const written = async () => {
    while ((await relays.sequencer.stamp(100)) > 0);
    while (await relay.run(new AbortController().signal));
    const mails = await relays.outboundMail.claim(100, clock.now(), minutes(2));
    for (const mail of mails) await relays.outboundMail.sent(mail, clock.now());
    return mails;
  };
  const told = async () => (await written()).map(({ to, letter }) => [to, letter.kind]);

  test('tell a requester that the request has arrived', async () => {
    const id = await opened();
    expect(await written()).toEqual([
      expect.objectContaining({
        to: 'carla@example.org',
        toName: 'Carla Example',
        ticket: id,
        letter: {
          kind: 'ticket-acknowledged',
          name: 'Carla',
          number: 1,
          subject: 'Charged twice',
          text: billing.acknowledgement,
        },
      }),
    ]);
  });

  test('tell a customer what an agent replied, and not the agent', async () => {
    const id = await opened();
    await written();
    await decided(id, says(ben, 'It was booked twice.'));
    expect(await written()).toEqual([
      expect.objectContaining({
        to: 'carla@example.org',
        letter: expect.objectContaining({
          kind: 'ticket-replied',
          author: 'Ben Example',
          text: 'It was booked twice.',
        }),
      }),
    ]);
  });

  test('tell whoever holds a ticket what its customer replied', async () => {
    const id = await opened();
    await decided(id, (ticket) => claim(ticket, by(ben)));
    await written();
    await decided(id, says(carla, 'And now?'));
    expect(await told()).toEqual([['ben@example.org', 'ticket-replied']]);
  });

  test('tell everybody who takes part, but not the one who wrote', async () => {
    const ticket = openTicket({ participants: [paul.id], assignee: ben.id });
    await known(ticket, replyBy(carla));
    expect(await told()).toEqual([
      ['paul@example.org', 'ticket-replied'],
      ['ben@example.org', 'ticket-replied'],
    ]);
  });

  test('tell of a note only the colleague who holds the ticket', async () => {
    const id = await opened();
    await decided(id, (ticket) => claim(ticket, by(ben)));
    await written();
    await decided(id, notes(ben, 'Mine'));
    await decided(id, notes(lena, 'Be kind'));
    expect(await told()).toEqual([['ben@example.org', 'note-written']]);
  });

  test.each([
    ['a customer who holds a ticket by mistake', { assignee: carla.id }],
    ['an agent of another queue', { assignee: sam.id }],
    ['a stranger', { assignee: dora.id }],
  ])('never tell of a note to %s', async (_, facts) => {
    await known(openTicket({ ...facts, participants: [paul.id] }), noteBy(ben));
    expect(await told()).toEqual([]);
  });

  test('never tell of a reply to whoever cannot see the ticket any more', async () => {
    await known(openTicket({ assignee: sam.id, participants: [] }), replyBy(carla));
    expect(await told()).toEqual([]);
  });

  test('tell an agent of a ticket that is handed to them, but not of one they take', async () => {
    const id = await opened();
    await written();
    await decided(id, (ticket) => assign(ticket, { ...by(lena), to: bea.id, eligible: true }));
    expect(await told()).toEqual([['bea@example.org', 'ticket-assigned']]);
    const another = await opened();
    await written();
    await decided(another, (ticket) => claim(ticket, by(bea)));
    expect(await told()).toEqual([]);
  });

  test('tell a customer that a ticket is solved, and how long it can be reopened', async () => {
    const id = await opened();
    await written();
    await decided(id, (ticket) => solve(ticket, by(ben)));
    expect((await written()).map(({ to, letter }) => ({ to, letter }))).toEqual([
      {
        to: 'carla@example.org',
        letter: { kind: 'ticket-solved', name: 'Carla', number: 1, subject: 'Charged twice', reopenDays: 7 },
      },
    ]);
  });

  test.each([
    { status: 'suspended', mails: 0 },
    { status: 'unverified', mails: 1 },
    { status: 'invited', mails: 1 },
  ] as const)('go to a requester who is $status: $mails', async ({ status, mails }) => {
    const { session } = database;
    await session.db().updateTable('users').set({ status }).where('id', '=', carla.id).execute();
    await opened();
    expect(await told()).toHaveLength(mails);
  });

  test('are written once, whoever reads the facts and however often', async () => {
    for (let count = 0; count < 5; count += 1) await opened();
    while ((await relays.sequencer.stamp(100)) > 0);
    await Promise.all([1, 2, 3].map(() => relay.run(new AbortController().signal)));
    expect(await told()).toHaveLength(5);
    expect(await told()).toEqual([]);
  });

  test('are asked for again only where many facts were waiting', async () => {
    for (let count = 0; count < 51; count += 1) await opened();
    while ((await relays.sequencer.stamp(100)) > 0);
    expect(await relay.run(new AbortController().signal)).toBe(true);
    expect(await relay.run(new AbortController().signal)).toBe(false);
  });

  test('need no ticket for facts of which nobody is told', async () => {
    const id = await opened();
    await written();
    await decided(id, (ticket) => claim(ticket, by(ben)));
    await relays.sequencer.stamp(100);
    const find = () => Promise.reject(new Error('there is nobody to be told'));
    const unread = writeLetters({ ...relays, clock, tickets: { ...database.stores.reader, find } });
    expect(await unread.run(new AbortController().signal)).toBe(false);
    expect(await relays.cursor.position('letters')).toBe(await relays.feed.head());
  });

  test('bring the beginning of a very long message', async () => {
    const id = await opened();
    await written();
    await decided(id, says(ben, `${'🦊'.repeat(longestText)}end`));
    const [mail] = await written();
    expect(mail?.letter).toMatchObject({
      text: expect.stringMatching(/^🦊+ \[…\]\n\n\(.*in the ticket\.\)$/u),
    });
  });

  const replyBy = (who: typeof ben): Fact =>
    factBy(who, clock.now(), 'ticket-replied', { message: messageBy(who, 'public'), answers: false });
  const noteBy = (who: typeof ben): Fact =>
    factBy(who, clock.now(), 'note-written', { message: messageBy(who, 'internal') });
  const messageBy = (who: typeof ben, kind: 'public' | 'internal') => ({
    id: nextMessage(),
    kind,
    author: who.id,
    automatic: false,
    body: 'Hm',
    at: clock.now(),
  });
});
