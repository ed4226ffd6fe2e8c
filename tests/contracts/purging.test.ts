import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dueTimesOfTickets } from '#adapters/mikro-orm/migrations/0015-due-times.ts';
import { purging } from '#adapters/mikro-orm/migrations/0015-purging.ts';
import { mikroOrmDueTimes } from '#adapters/mikro-orm/relays/due-times.ts';
import { mikroOrmTicketLinks } from '#adapters/mikro-orm/tickets/ticket-links.ts';
import { meetDueTimes } from '#application/relays/meet-due-times.ts';
import { days } from '#domain/shared/duration.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import { retag } from '#domain/tickets/edit.ts';
import { markSpam } from '#domain/tickets/mark-spam.ts';
import { setStatus } from '#domain/tickets/set-status.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { placesOf } from '../support/every-column.ts';
import { ben } from '../support/people.ts';
import { billing } from '../support/queues.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { relaysOn } from '../support/relays.ts';
import { addTheCast } from '../support/the-cast.ts';
import { linkId, noon } from '../support/tickets.ts';
import { writeTicket } from '../support/written-facts.ts';

eachEngine('Spam', (engine) => {
  let database: TestDatabase;
  let clock = adjustableClock();
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  beforeEach(async () => {
    clock = adjustableClock();
    await database.empty();
    await addTheCast(database);
  });
  afterAll(() => database.close());

  const run = () =>
    meetDueTimes({
      ...relaysOn(database, clock),
      dueTimes: mikroOrmDueTimes(database.session),
      clock,
      logger: recordingLogger(),
      metrics: undefined,
    }).run(new AbortController().signal);

  const spam = async (): Promise<TicketId> => {
    const { session, stores } = database;
    const id = await writeTicket(database, relaysOn(database, clock).ids.next(), noon);
    await session.transaction(async () => {
      const found = await stores.tickets.find({ id });
      const tagged = found && retag(found.ticket, { by: ben, at: noon, tags: ['junk'] });
      if (found === undefined || !tagged?.ok) throw new Error('that cannot be done');
      const marked = markSpam(tagged.outcome.ticket, { by: ben, at: noon });
      if (!marked.ok) throw new Error(marked.refusal.code);
      const facts = [...tagged.outcome.facts, ...marked.outcome.facts];
      await stores.tickets.save(found, { ticket: marked.outcome.ticket, facts });
    });
    return id;
  };

  test('is purged after thirty days: nothing of it is left but its id and number', async () => {
    const id = await spam();
    clock.advance(days(30) - 1);
    await run();
    expect(await database.stores.reader.find({ id })).toBeDefined();
    clock.advance(1);
    await run();
    expect(await database.stores.reader.find({ id })).toBeUndefined();
    expect(await placesOf(database.database, [id, 'junk', 'Charged twice'])).toEqual([
      `purged_tickets.ticket_id: ${id}`,
      `tombstones.ticket_id: ${id}`,
    ]);
  });

  test('that was purged is gone from the links of others, too', async () => {
    const [id, other] = [
      await spam(),
      await writeTicket(database, relaysOn(database, clock).ids.next(), noon),
    ];
    const links = mikroOrmTicketLinks(database.session);
    await links.add(id, { id: linkId(1), kind: 'duplicate-of', other }, { by: ben.id, at: noon });
    expect(await links.of(other)).toEqual([{ id: linkId(1), kind: 'duplicated-by', other: id }]);
    clock.advance(days(30));
    await run();
    expect(await links.of(other)).toEqual([]);
    expect(await placesOf(database.database, [id])).toEqual([
      `purged_tickets.ticket_id: ${id}`,
      `tombstones.ticket_id: ${id}`,
    ]);
  });

  test('that was purged is told in the log, behind what was told before, to who could see it', async () => {
    const { feed, sequencer } = relaysOn(database, clock);
    const stampAll = async () => {
      while ((await sequencer.stamp(2)) > 0);
    };
    const [id, other] = [await spam(), await spam()];
    await stampAll();
    const before = await feed.after(0, 100);
    clock.advance(days(30));
    await run();
    const written = await writeTicket(database, relaysOn(database, clock).ids.next(), clock.now());
    await stampAll();
    const told = await feed.after(before.at(-1)?.position ?? 0, 100);
    expect(told.map(({ ticketId, fact }) => [ticketId, fact.type]).toSorted()).toEqual(
      [
        [id, 'ticket-purged'],
        [other, 'ticket-purged'],
        [written, 'ticket-opened'],
      ].toSorted(),
    );
    expect(told.map(({ position }) => position)).toEqual([7, 8, 9]);
    expect(told.find(({ ticketId }) => ticketId === id)).toEqual({
      position: expect.any(Number),
      id: expect.any(String),
      ticketId: id,
      seq: 4,
      publicSeq: 3,
      fact: { type: 'ticket-purged', at: clock.now(), by: { kind: 'system' }, data: {} },
      imported: false,
      authorName: '',
      placed: before.find(({ ticketId }) => ticketId === id)?.placed,
    });
    expect(await feed.after(7, 1)).toEqual([told[1]]);
    expect(await feed.head()).toBe(9);
  });

  test('that was purged gives its number to no other ticket', async () => {
    const id = await spam();
    const number = (await database.stores.reader.find({ id }))?.number ?? 0;
    clock.advance(days(30));
    await run();
    const next = await writeTicket(database, relaysOn(database, clock).ids.next(), noon);
    expect((await database.stores.reader.find({ id: next }))?.number).toBe(number + 1);
  });

  test('that was none is kept', async () => {
    const id = await spam();
    const { session, stores } = database;
    await session.transaction(async () => {
      const found = await stores.tickets.find({ id });
      const wanted = { to: 'open', waitUntil: undefined, by: ben, at: noon, queue: billing } as const;
      const opened = found && setStatus(found.ticket, wanted);
      if (found === undefined || !opened?.ok) throw new Error('that cannot be done');
      await stores.tickets.save(found, opened.outcome);
    });
    clock.advance(days(400));
    await run();
    expect((await stores.reader.find({ id }))?.ticket.status).toBe('open');
  });

  test('from before the update is purged when its thirty days are over', async () => {
    const id = await spam();
    const { session } = database;
    const kept = await session.db().selectFrom('due_times').selectAll().execute();
    await session.db().deleteFrom('due_times').execute();
    for (const statement of [...dueTimesOfTickets(session.dialect.name), ...purging(session.dialect.name)]) {
      await sql.raw(statement).execute(session.db());
    }
    expect(await session.db().selectFrom('due_times').selectAll().execute()).toEqual(kept);
    expect(kept).toMatchObject([{ ticket_id: id, kind: 'purge' }]);
  });
});
