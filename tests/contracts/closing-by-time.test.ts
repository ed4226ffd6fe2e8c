import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mikroOrmDueTimes } from '#adapters/mikro-orm/relays/due-times.ts';
import { reviseQueue } from '#application/queues/revise-queue.ts';
import { lookEvery, meetDueTimes } from '#application/relays/meet-due-times.ts';
import { reviewClosing, reviewedAtOnce } from '#application/relays/review-closing.ts';
import type { QueueRevision } from '#domain/queues/revise-queue.ts';
import { days, minutes } from '#domain/shared/duration.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import { moveToQueue } from '#domain/tickets/edit.ts';
import { solve } from '#domain/tickets/solve.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { ada, ben } from '../support/people.ts';
import { billing, shipping } from '../support/queues.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { relaysOn } from '../support/relays.ts';
import { addTheCast } from '../support/the-cast.ts';
import { later, noon } from '../support/tickets.ts';
import { writeTicket } from '../support/written-facts.ts';

eachEngine('Closing by time', (engine) => {
  let database: TestDatabase;
  let clock = adjustableClock();
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  beforeEach(async () => {
    clock = adjustableClock();
    await database.empty();
    await addTheCast(database);
    // what is remembered is of the queues before
    await revise(billing.id, { name: 'Billing and more' });
  });
  afterAll(() => database.close());

  const never = new AbortController().signal;
  const goTo = (moment: Date): void => clock.advance(moment.getTime() - clock.now().getTime());
  const relays = () => relaysOn(database, clock);

  const revise = async (queue: typeof billing.id, revision: QueueRevision) => {
    const wanted = { queue, ifMatch: undefined, revision };
    expect((await reviseQueue({ ...relays(), clock })(wanted, ada)).ok).toBe(true);
  };

  const solved = async (): Promise<TicketId> => {
    const id = await writeTicket(database, relays().ids.next(), noon);
    await database.session.transaction(async () => {
      const found = await database.stores.tickets.find({ id });
      const decision = found && solve(found.ticket, { by: ben, at: noon });
      if (found === undefined || !decision?.ok) throw new Error('that cannot be solved');
      await database.stores.tickets.save(found, decision.outcome);
    });
    return id;
  };

  /** Whether a ticket is closed once time has done to it what it does so many milliseconds after it was solved. */
  const isClosed = async (id: TicketId, after: number): Promise<boolean> => {
    goTo(later(after));
    const dueTimes = mikroOrmDueTimes(database.session);
    const given = { ...relays(), dueTimes, clock, logger: recordingLogger(), metrics: undefined };
    await meetDueTimes(given).run(never);
    return (await database.stores.reader.find({ id }))?.ticket.status === 'closed';
  };

  const review = () => reviewClosing({ ...relays(), clock }).run(never);
  const reviewed = async (): Promise<number> => {
    let steps = 0;
    while (await review()) steps += 1;
    return steps;
  };
  const rowsOf = async () =>
    (await database.session.db().selectFrom('due_times').selectAll().execute()).map(({ due_at }) =>
      database.session.dialect.fromMoment(due_at),
    );

  test('comes after seven days, also when the clock jumps far beyond', async () => {
    const id = await solved();
    expect(await isClosed(id, days(7))).toBe(false);
    expect(await isClosed(id, days(400))).toBe(true);
  });

  test('waits for as long as the queue lets the requester reopen the ticket', async () => {
    const id = await solved();
    await revise(billing.id, { reopenWindowDays: 14 });
    expect(await isClosed(id, days(14))).toBe(false);
    expect(await isClosed(id, days(14) + lookEvery)).toBe(true);
  });

  test('comes after as many days as the queue says when the ticket is solved', async () => {
    await revise(billing.id, { autoCloseDays: 20 });
    const id = await solved();
    expect(await rowsOf()).toEqual([later(days(20))]);
    expect(await isClosed(id, days(20) - 1)).toBe(false);
    expect(await isClosed(id, days(20))).toBe(true);
  });

  test('comes later for what is solved already, if the queue says so meanwhile', async () => {
    const id = await solved();
    await revise(billing.id, { autoCloseDays: 20 });
    expect(await reviewed()).toBe(0);
    expect(await isClosed(id, days(10))).toBe(false);
    expect(await rowsOf()).toEqual([later(days(20))]);
    expect(await isClosed(id, days(20))).toBe(true);
  });

  test('comes sooner for what is solved already, once other nodes know of it', async () => {
    await revise(billing.id, { autoCloseDays: 30 });
    const ids: TicketId[] = [];
    for (let count = 0; count < reviewedAtOnce * 2 + 1; count += 1) ids.push(await solved());
    await revise(billing.id, { autoCloseDays: 10 });
    expect(await reviewed()).toBe(0);
    clock.advance(minutes(1));
    expect(await reviewed()).toBe(3);
    expect(new Set((await rowsOf()).map((at) => at.getTime()))).toEqual(new Set([later(days(10)).getTime()]));
    expect(await rowsOf()).toHaveLength(ids.length);
    expect(await reviewed()).toBe(0);
  });

  test('never comes where the queue says so, and comes again when it says otherwise', async () => {
    const before = await solved();
    await revise(billing.id, { autoCloseDays: null });
    const since = await solved();
    expect(await isClosed(before, days(400))).toBe(false);
    expect(await rowsOf()).toEqual([]);
    goTo(noon);
    await revise(billing.id, { autoCloseDays: 8 });
    clock.advance(minutes(1));
    expect(await reviewed()).toBe(1);
    expect(await rowsOf()).toEqual([later(days(8)), later(days(8))]);
    expect(await isClosed(since, days(8))).toBe(true);
  });

  test('begins its review anew when the rules change while it runs', async () => {
    await revise(billing.id, { autoCloseDays: 30 });
    for (let count = 0; count <= reviewedAtOnce; count += 1) await solved();
    await revise(billing.id, { autoCloseDays: 20 });
    clock.advance(minutes(1));
    await review();
    await revise(billing.id, { autoCloseDays: 10 });
    clock.advance(minutes(1));
    expect(await reviewed()).toBe(2);
    expect(new Set((await rowsOf()).map((at) => at.getTime()))).toEqual(new Set([later(days(10)).getTime()]));
  });

  test('follows a solved ticket into another queue', async () => {
    await revise(shipping.id, { autoCloseDays: 12 });
    const id = await solved();
    await database.session.transaction(async () => {
      const found = await database.stores.tickets.find({ id });
      const moving = { by: ada, at: noon, queue: shipping.id, assigneeStays: false };
      const decision = found && moveToQueue(found.ticket, moving);
      if (found === undefined || !decision?.ok) throw new Error('that cannot be moved');
      await database.stores.tickets.save(found, decision.outcome);
    });
    expect(await rowsOf()).toEqual([later(days(12))]);
    expect(await isClosed(id, days(12))).toBe(true);
  });
});
