import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { StorageUnavailable, type UnitOfWork } from '#application/ports/unit-of-work.ts';
import { cancelBulkJob, mostBulkJobs, readBulkJob, startBulkJob } from '#application/tickets/bulk-jobs.ts';
import type { BulkUseCases } from '#application/tickets/change-in-bulk.ts';
import { reviseTicket } from '#application/tickets/revise-ticket.ts';
import { type BulkJobId, SessionId, TicketId } from '#domain/shared/ids.ts';
import type { BulkChange } from '#domain/tickets/bulk-change.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { type BulkSwaps, bulkDepsOn, bulkWorkOn } from '../support/bulk-work.ts';
import { openTestDatabase, type TestDatabase, type TestNode } from '../support/database.ts';
import { ben } from '../support/people.ts';
import { eachSharedEngine } from '../support/shared-engines.ts';
import { addTheCast } from '../support/the-cast.ts';
import { noon } from '../support/tickets.ts';
import { writeTicket } from '../support/written-facts.ts';

const nothing: BulkChange = {
  ...{ step: undefined, assignee: undefined, priority: undefined, queue: undefined, tags: undefined },
  ...{ addTags: undefined, removeTags: undefined, status: undefined, waitUntil: undefined },
};
const urgent: BulkChange = { ...nothing, priority: 'urgent' };
const session = SessionId('0199aaaa-0000-7000-8000-000000000001');
const signedIn = { actor: ben, session };

eachSharedEngine('Changing many tickets', (engine) => {
  const clock = adjustableClock();
  let database: TestDatabase;
  let other: TestNode;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    other = await database.anotherNode();
  });
  beforeEach(async () => {
    await database.empty();
    await addTheCast(database);
  });
  afterAll(() => database.close());

  const depsOn = (node: TestNode) => bulkDepsOn(node, clock);
  const workOn = (node: TestNode, given: BulkSwaps = {}) => bulkWorkOn(node, clock, given);

  /** Until there is nothing more to do. */
  const finish = async (run: () => Promise<unknown>): Promise<void> => {
    while ((await run()) === true);
  };

  const written = async (count: number): Promise<readonly TicketId[]> => {
    const ids = Array.from({ length: count }, () => TicketId(depsOn(database).ids.next()));
    for (const id of ids) await writeTicket(database, id, noon);
    return ids;
  };

  const started = async (
    tickets: readonly TicketId[],
    change = urgent,
    who = signedIn,
  ): Promise<BulkJobId> => {
    const decision = await startBulkJob(depsOn(database))({ tickets, change }, who);
    if (!decision.ok) throw new Error(decision.refusal.code);
    return decision.outcome.job.id;
  };

  const progressOf = async (id: BulkJobId) => {
    const progress = await readBulkJob(depsOn(other))(id, signedIn);
    if (progress === undefined) throw new Error('no such job');
    const { job, items } = progress;
    const outcomes = items.map(({ outcome }) => (outcome?.kind === 'refused' ? outcome.code : outcome?.kind));
    return { state: job.state, done: job.done, outcomes };
  };

  /** How many facts of a type each ticket has. */
  const factsOf = async (type: string): Promise<ReadonlyMap<string, number>> => {
    const rows = await database.session
      .db()
      .selectFrom('facts')
      .select(({ fn }) => ['ticket_id', fn.countAll<number>().as('count')])
      .where('type', '=', type)
      .groupBy('ticket_id')
      .execute();
    return new Map(rows.map((row) => [row.ticket_id, Number(row.count)]));
  };

  test('two nodes change a thousand tickets between them, each once', async () => {
    const tickets = await written(1000);
    // what cannot be done twice
    const job = await started(tickets, { ...nothing, step: 'claim' });
    const untilOver = async (run: () => Promise<unknown>): Promise<void> => {
      while ((await progressOf(job)).state === 'running') await run();
    };
    await Promise.all([workOn(database), workOn(other), workOn(database)].map(untilOver));
    expect(await progressOf(job)).toEqual({
      ...{ state: 'done', done: 1000 },
      outcomes: Array(1000).fill('changed'),
    });
    const facts = await factsOf('ticket-claimed');
    expect([facts.size, ...new Set(facts.values())]).toEqual([1000, 1]);
  }, 120_000);

  test('a node that dies while a ticket has its turn leaves it to the next one, unchanged', async () => {
    const tickets = await written(3);
    const job = await started(tickets);
    const { unitOfWork } = depsOn(database);
    const dying: UnitOfWork = {
      run: (work) =>
        unitOfWork.run((tx) => {
          const settle = async () => {
            throw new StorageUnavailable('killed');
          };
          return work({ ...tx, bulkJobs: { ...tx.bulkJobs, settle } });
        }),
    };
    await expect(workOn(database, { unitOfWork: dying })()).rejects.toThrow('killed');
    expect(await factsOf('priority-changed')).toEqual(new Map());
    await finish(workOn(other));
    expect(await progressOf(job)).toMatchObject({ state: 'done', done: 3 });
    expect(await factsOf('priority-changed')).toEqual(new Map(tickets.map((id) => [id, 1])));
  });

  test('a cancelled job leaves alone what has not had its turn', async () => {
    const job = await started(await written(30));
    await workOn(database)();
    const { done } = await progressOf(job);
    const cancelled = await cancelBulkJob(depsOn(other))(job, signedIn);
    expect(cancelled?.job).toMatchObject({ state: 'cancelled', done });
    await finish(workOn(database));
    expect(done).toBe(25);
    expect((await factsOf('priority-changed')).size).toBe(25);
    expect(await progressOf(job)).toMatchObject({ state: 'cancelled', done: 25 });
    expect((await cancelBulkJob(depsOn(other))(job, signedIn))?.job.state).toBe('cancelled');
  });

  test('a ticket that is refused one part of the change keeps the whole as it was', async () => {
    const tickets = await written(1);
    const job = await started(tickets, { ...urgent, step: 'claim', status: 'closed' });
    await finish(workOn(database));
    expect(await progressOf(job)).toMatchObject({ state: 'done', outcomes: ['transition-not-allowed'] });
    expect(await factsOf('ticket-claimed')).toEqual(new Map());
  });

  test('claims, tags, moves and closes in one step, and adds and removes tags', async () => {
    const tickets = await written(1);
    const tagged = await started(tickets, { ...nothing, tags: ['a', 'b'] });
    await finish(workOn(database));
    const job = await started(tickets, { ...urgent, step: 'close', addTags: ['c', 'b'], removeTags: ['a'] });
    await finish(workOn(database));
    expect((await progressOf(tagged)).outcomes).toEqual(['changed']);
    expect((await progressOf(job)).outcomes).toEqual(['changed']);
    const [id] = tickets;
    const found = id && (await database.stores.reader.find({ id }));
    expect(found?.ticket).toMatchObject({ status: 'closed', priority: 'urgent', tags: ['b', 'c'] });
  });

  test('more tags than a ticket may have are refused', async () => {
    const many = Array.from({ length: 50 }, (_, count) => `tag ${count}`);
    const tickets = await written(1);
    await started(tickets, { ...nothing, tags: many });
    await finish(workOn(database));
    const job = await started(tickets, { ...nothing, addTags: ['one more'] });
    await finish(workOn(database));
    expect((await progressOf(job)).outcomes).toEqual(['too-many-tags']);
    expect(await factsOf('tags-changed')).toEqual(new Map(tickets.map((id) => [id, 1])));
  });

  test('a ticket that breaks something is told of, and does not stop the others', async () => {
    const [first, broken, last] = await written(3);
    if (first === undefined || broken === undefined || last === undefined) throw new Error('not written');
    const job = await started([first, broken, last]);
    const revise = reviseTicket(depsOn(database));
    const breaking: BulkUseCases['reviseTicket'] = async (command, actor) => {
      if ('id' in command.ticket && command.ticket.id === broken) throw new Error('broken');
      return revise(command, actor);
    };
    await finish(workOn(database, { useCases: { reviseTicket: breaking } }));
    expect(await progressOf(job)).toMatchObject({ outcomes: ['changed', 'internal-error', 'changed'] });
  });

  test('the rights are those of the moment, and a suspended owner changes nothing more', async () => {
    const tickets = await written(30);
    const job = await started(tickets);
    await workOn(database)();
    await database.session.db().deleteFrom('grants').where('user_id', '=', ben.id).execute();
    const without = await started(tickets);
    await database.session
      .db()
      .updateTable('users')
      .set({ status: 'suspended' })
      .where('id', '=', ben.id)
      .execute();
    await finish(workOn(other));
    expect(await progressOf(job)).toMatchObject({ state: 'stopped', done: 25 });
    expect(await progressOf(without)).toMatchObject({ state: 'stopped', done: 0 });
    await database.session
      .db()
      .updateTable('users')
      .set({ status: 'active' })
      .where('id', '=', ben.id)
      .execute();
    const again = await started(tickets.slice(0, 2));
    await finish(workOn(other));
    expect(await progressOf(again)).toMatchObject({ state: 'done', outcomes: ['not-found', 'not-found'] });
  });

  test('a job does no more than the access token that made it, and nothing once that has ended', async () => {
    const tickets = await written(2);
    const narrow = { actor: { ...ben, limitedTo: ['ticket:read', 'ticket:claim'] as const }, session };
    const { db, dialect } = database.session;
    const day = dialect.toMoment(new Date(clock.now().getTime() + 86_400_000));
    const times = {
      created_at: dialect.toMoment(noon),
      last_used_at: dialect.toMoment(noon),
      expires_at: day,
    };
    await db()
      .insertInto('sessions')
      .values({ id: session, user_id: ben.id, ...times, address: '', user_agent: '' })
      .execute();
    const job = await started(tickets, urgent, narrow);
    await finish(workOn(database));
    expect((await progressOf(job)).outcomes).toEqual(['not-permitted', 'not-permitted']);
    const late = await started(tickets, { ...nothing, step: 'claim' }, narrow);
    await db()
      .updateTable('sessions')
      .set({ revoked_at: dialect.toMoment(noon) })
      .execute();
    await finish(workOn(database));
    expect(await progressOf(late)).toMatchObject({ state: 'stopped', done: 0 });
  });

  test(`nobody has more than ${mostBulkJobs} of them running`, async () => {
    const tickets = await written(1);
    for (let count = 0; count < mostBulkJobs; count += 1) await started(tickets);
    await expect(started(tickets)).rejects.toThrow('too-many-bulk-jobs');
    await finish(workOn(database));
    await started(tickets);
  });
});
