import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dueTimesOfTickets } from '#adapters/mikro-orm/migrations/0015-due-times.ts';
import { mikroOrmDueTimes } from '#adapters/mikro-orm/relays/due-times.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import {
  lookEvery,
  type MeetDueTimesDeps,
  meetDueTimes,
  metAtOnce,
  putOffFor,
} from '#application/relays/meet-due-times.ts';
import { days, hours, minutes } from '#domain/shared/duration.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { Change } from '#domain/tickets/change.ts';
import { solve } from '#domain/tickets/solve.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { postpone, setPending } from '#domain/tickets/wait.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase, type TestNode } from '../support/database.ts';
import { ben } from '../support/people.ts';
import { billing } from '../support/queues.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { relaysOn } from '../support/relays.ts';
import { eachSharedEngine } from '../support/shared-engines.ts';
import { addTheCast } from '../support/the-cast.ts';
import { later, noon } from '../support/tickets.ts';
import { writeTicket } from '../support/written-facts.ts';

eachSharedEngine('What time does to tickets', (engine) => {
  let database: TestDatabase;
  let other: TestNode;
  let clock = adjustableClock();
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    other = await database.anotherNode();
  });
  beforeEach(async () => {
    clock = adjustableClock();
    await database.empty();
    await addTheCast(database);
  });
  afterAll(() => database.close());

  /** A node's scheduler, and what it told. */
  const schedulerOn = (node: TestNode, given: Partial<MeetDueTimesDeps> = {}) => {
    const told: string[] = [];
    const logger = recordingLogger();
    const relay = meetDueTimes({
      ...relaysOn(node, clock),
      dueTimes: mikroOrmDueTimes(node.session),
      clock,
      logger,
      metrics: { dueTime: ({ kind, outcome }) => void told.push(`${kind} ${outcome}`) },
      ...given,
    });
    return { told, logger, run: () => relay.run(new AbortController().signal) };
  };

  type Decide = (ticket: Ticket) => { readonly ok: true; readonly outcome: Change } | { readonly ok: false };

  const change = (node: TestNode, id: TicketId, decide: Decide): Promise<void> =>
    node.session.transaction(async () => {
      const found = await node.stores.tickets.find({ id });
      const decision = found && decide(found.ticket);
      if (found === undefined || !decision?.ok) throw new Error('that cannot be done');
      await node.stores.tickets.save(found, decision.outcome);
    });

  const written = (): Promise<TicketId> => writeTicket(database, relaysOn(database, clock).ids.next(), noon);

  const waiting = async (waitUntil: Date): Promise<TicketId> => {
    const id = await written();
    await change(database, id, (ticket) => setPending(ticket, { by: ben, at: noon, waitUntil }));
    return id;
  };

  const solved = async (): Promise<TicketId> => {
    const id = await written();
    await change(database, id, (ticket) => solve(ticket, { by: ben, at: noon }));
    return id;
  };

  const statusOf = async (id: TicketId) => (await database.stores.reader.find({ id }))?.ticket.status;

  const factsOf = async (id: TicketId, type: string): Promise<number> => {
    const rows = await database.session
      .db()
      .selectFrom('facts')
      .select('seq')
      .where('ticket_id', '=', id)
      .where('type', '=', type)
      .execute();
    return rows.length;
  };

  const rowsOf = () => database.session.db().selectFrom('due_times').selectAll().execute();

  test('a ticket that waits opens when its moment has come, not a millisecond earlier', async () => {
    const { run, told } = schedulerOn(database);
    const id = await waiting(later(hours(1)));
    clock.advance(hours(1) - 1);
    await run();
    expect(await statusOf(id)).toBe('pending');
    clock.advance(1);
    await run();
    expect(await statusOf(id)).toBe('open');
    expect(told).toEqual(['wake met']);
    expect(await rowsOf()).toEqual([]);
  });

  test('two nodes that look at the same time meet each due time once between them', async () => {
    const nodes = [schedulerOn(database), schedulerOn(other)];
    const ids: TicketId[] = [];
    for (let count = 0; count < 12; count += 1) ids.push(await waiting(later(hours(1))));
    clock.advance(hours(1));
    for (let rounds = 0; rounds < 5; rounds += 1) await Promise.all(nodes.map(({ run }) => run()));
    expect(await Promise.all(ids.map((id) => factsOf(id, 'ticket-opened-again')))).toEqual(ids.map(() => 1));
    expect(nodes.flatMap(({ told }) => told).filter((one) => one === 'wake met')).toHaveLength(12);
    expect(await rowsOf()).toEqual([]);
  });

  test('what was postponed or solved meanwhile is left alone until its new time', async () => {
    const { run, told } = schedulerOn(database);
    const longer = await waiting(later(hours(1)));
    const done = await waiting(later(hours(1)));
    await change(other, longer, (ticket) =>
      postpone(ticket, { by: ben, at: noon, waitUntil: later(hours(2)) }),
    );
    await change(other, done, (ticket) => solve(ticket, { by: ben, at: noon }));
    clock.advance(hours(1));
    await run();
    expect([await statusOf(longer), await statusOf(done), told]).toEqual(['pending', 'solved', []]);
    clock.advance(hours(1));
    await run();
    expect([await statusOf(longer), await statusOf(done), told]).toEqual(['open', 'solved', ['wake met']]);
  });

  test('a due time that does not fit its ticket does nothing to it, and is put right', async () => {
    const { run, told } = schedulerOn(database);
    const id = await waiting(later(hours(2)));
    const { session } = database;
    await sql`update due_times set due_at = ${session.dialect.toMoment(noon)}`.execute(session.db());
    await run();
    expect([await statusOf(id), told]).toEqual(['pending', ['wake moot']]);
    expect((await rowsOf()).map(({ due_at }) => session.dialect.fromMoment(due_at))).toEqual([
      later(hours(2)),
    ]);
    clock.advance(hours(2));
    await run();
    expect([await statusOf(id), told]).toEqual(['open', ['wake moot', 'wake met']]);
  });

  test('one that cannot be met holds up no other, is told of, and comes again', async () => {
    const { run, told, logger } = schedulerOn(database);
    const broken = await waiting(later(minutes(1)));
    const sound = await waiting(later(minutes(2)));
    const { session } = database;
    const setTo = (status: string) =>
      sql`update tickets set status = ${status} where id = ${broken}`.execute(session.db());
    await setTo('unheard-of');
    clock.advance(minutes(2));
    await run();
    expect([await statusOf(sound), told]).toEqual(['open', ['wake failed', 'wake met']]);
    expect(logger.lines.map(({ message }) => message)).toEqual([
      'a due time cannot be met and will be tried again',
    ]);
    await setTo('pending');
    clock.advance(putOffFor);
    await run();
    expect(await statusOf(broken)).toBe('open');
  });

  test('while the database is away nothing is put off, and all is met when it is back', async () => {
    const { unitOfWork } = relaysOn(database, clock);
    let away = true;
    const run: typeof unitOfWork.run = (work) =>
      away ? Promise.reject(new StorageUnavailable('away')) : unitOfWork.run(work);
    const scheduler = schedulerOn(database, { unitOfWork: { run } });
    const id = await waiting(later(minutes(1)));
    clock.advance(minutes(1));
    await expect(scheduler.run()).rejects.toThrow(StorageUnavailable);
    away = false;
    await scheduler.run();
    expect([await statusOf(id), scheduler.told]).toEqual(['open', ['wake met']]);
  });

  test('what another node has written is found, though nobody told of it', async () => {
    const { run } = schedulerOn(database);
    await run();
    const id = await written();
    await change(other, id, (ticket) => setPending(ticket, { by: ben, at: noon, waitUntil: later(1) }));
    clock.advance(lookEvery);
    await run();
    expect(await statusOf(id)).toBe('open');
  });

  test('a clock that is put back delays nothing for longer than that', async () => {
    const { run } = schedulerOn(database);
    clock.advance(days(30));
    await run();
    clock.advance(-days(30));
    const id = await waiting(later(minutes(1)));
    clock.advance(minutes(1));
    await run();
    expect(await statusOf(id)).toBe('open');
  });

  test('more than one look can hold is gone through at once', async () => {
    const { run } = schedulerOn(database);
    for (let count = 0; count <= metAtOnce; count += 1) await waiting(later(minutes(1)));
    clock.advance(minutes(1));
    expect(await run()).toBe(true);
    expect(await run()).toBe(false);
    expect(await rowsOf()).toEqual([]);
  });

  test('tickets from before there were due times get theirs with the update', async () => {
    // as in those days: after seven days, whatever the reopen window
    const { session, stores } = database;
    const weekly = { ...billing, reopenWindowDays: 3 };
    await session.transaction(() => stores.queues.replace({ queue: weekly, version: 2 }));
    await waiting(later(hours(1)));
    await solved();
    await written();
    const kept = await rowsOf();
    await session.db().deleteFrom('due_times').execute();
    for (const statement of dueTimesOfTickets(session.dialect.name)) {
      await sql.raw(statement).execute(session.db());
    }
    expect(kept).toHaveLength(2);
    expect(new Set(await rowsOf())).toEqual(new Set(kept));
  });

  test('a change that is taken back takes back its due time, too', async () => {
    const failing = database.session.transaction(async () => {
      await waiting(later(hours(1)));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await rowsOf()).toEqual([]);
  });
});
