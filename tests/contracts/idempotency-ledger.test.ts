import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type KeptAnswer, type KeyedRequest, keptAnswerMs } from '#application/ports/idempotency-ledger.ts';
import { QueueId } from '#domain/shared/ids.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase, type TestNode } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { billingWith } from '../support/queues.ts';
import { eachSharedEngine } from '../support/shared-engines.ts';

const request: KeyedRequest = {
  caller: 'carla',
  route: 'POST /v1/queues',
  key: 'k-1',
  fingerprint: 'body-1',
};
const kept = (body: string): KeptAnswer => ({ status: 201, headers: { location: '/v1/queues/1' }, body });

/** Adds a queue, which is an effect that can be counted, and answers with its name. */
const adding =
  ({ session, stores }: TestNode, name = 'Returns') =>
  () =>
    session.transaction(async () => {
      const id = QueueId(`01957b3e-9c00-7a10-8f10-${String(Math.random()).slice(2, 14).padEnd(12, '0')}`);
      await stores.queues.add({ ...billingWith({ name }), id });
      return name;
    });

const queueNames = async ({ stores }: TestNode) => (await stores.queues.all()).map(({ name }) => name);

eachEngine('Asking for something with an idempotency key', (engine) => {
  const clock = adjustableClock();
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine, clock);
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.empty();
  });

  test('the second time the first answer is given again, and nothing happens', async () => {
    const first = await db.stores.ledger.once(request, adding(db), kept);
    const again = await db.stores.ledger.once(request, adding(db, 'Another'), kept);
    expect(first).toEqual({ outcome: 'done', answer: 'Returns' });
    expect(again).toEqual({ outcome: 'replayed', answer: kept('Returns') });
    expect(await queueNames(db)).toEqual(['Returns']);
  });

  test('the same key for another request is told so, and nothing happens', async () => {
    await db.stores.ledger.once(request, adding(db), kept);
    const other = await db.stores.ledger.once(
      { ...request, fingerprint: 'body-2' },
      adding(db, 'Another'),
      kept,
    );
    expect(other).toEqual({ outcome: 'reused' });
    expect(await queueNames(db)).toEqual(['Returns']);
  });

  test.each([
    ['another caller', { caller: 'paul' }],
    ['another route', { route: 'POST /v1/tickets' }],
    ['a key that differs in case', { key: 'K-1' }],
    ['a key that differs in a space at its end', { key: 'k-1 ' }],
    ['a caller and a route that read the same together', { caller: 'carlaPOST', route: ' /v1/queues' }],
  ])('%s is a request of its own', async (_, difference) => {
    await db.stores.ledger.once(request, adding(db), kept);
    const other = await db.stores.ledger.once({ ...request, ...difference }, adding(db, 'Another'), kept);
    expect(other).toEqual({ outcome: 'done', answer: 'Another' });
  });

  test('twelve at once have one effect, and the others are told that it runs or what came of it', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () => db.stores.ledger.once(request, adding(db), kept)),
    );
    const counted = Object.groupBy(outcomes, ({ outcome }) => outcome);
    expect(counted.done).toHaveLength(1);
    expect(counted.reused).toBeUndefined();
    expect(await queueNames(db)).toEqual(['Returns']);
  });

  test('what must not run in a transaction is answered once, too, by an answer that is kept after it', async () => {
    const { ledger } = db.stores;
    const first = await ledger.onceApart(request, adding(db), kept);
    const again = await ledger.onceApart(request, adding(db, 'Another'), kept);
    const other = await ledger.onceApart({ ...request, fingerprint: 'body-2' }, adding(db, 'Another'), kept);
    expect([first, again, other]).toEqual([
      { outcome: 'done', answer: 'Returns' },
      { outcome: 'replayed', answer: kept('Returns') },
      { outcome: 'reused' },
    ]);
    expect(await queueNames(db)).toEqual(['Returns']);
  });

  test('what must not run in a transaction keeps what it wrote, also when it is refused, and may be tried again', async () => {
    const refused = await db.stores.ledger.onceApart(request, adding(db), () => undefined);
    expect(refused).toEqual({ outcome: 'done', answer: 'Returns' });
    expect(await queueNames(db)).toEqual(['Returns']);
    expect(await db.stores.ledger.onceApart(request, adding(db, 'Another'), kept)).toMatchObject({
      outcome: 'done',
    });
  });

  test('a refusal is answered but not kept, and takes back all it wrote', async () => {
    const refused = await db.stores.ledger.once(request, adding(db), () => undefined);
    expect(refused).toEqual({ outcome: 'done', answer: 'Returns' });
    expect(await queueNames(db)).toEqual([]);
    const again = await db.stores.ledger.once(request, adding(db), kept);
    expect(again).toEqual({ outcome: 'done', answer: 'Returns' });
  });

  test('a failure is not kept, and takes back all it wrote', async () => {
    const failing = async () => {
      await adding(db)();
      throw new RangeError('something broke');
    };
    await expect(db.stores.ledger.once(request, failing, kept)).rejects.toThrow(RangeError);
    expect(await queueNames(db)).toEqual([]);
    expect(await db.stores.ledger.once(request, adding(db), kept)).toMatchObject({ outcome: 'done' });
  });

  test('an answer is kept for a day, and its key counts as new afterwards', async () => {
    await db.stores.ledger.once(request, adding(db), kept);
    clock.advance(keptAnswerMs - 1);
    expect(await db.stores.ledger.once(request, adding(db), kept)).toMatchObject({ outcome: 'replayed' });
    clock.advance(1);
    const anew = await db.stores.ledger.once(
      { ...request, fingerprint: 'body-2' },
      adding(db, 'Another'),
      kept,
    );
    expect(anew).toEqual({ outcome: 'done', answer: 'Another' });
    clock.advance(keptAnswerMs - 1);
    const replayed = await db.stores.ledger.once({ ...request, fingerprint: 'body-2' }, adding(db), kept);
    expect(replayed).toEqual({ outcome: 'replayed', answer: kept('Another') });
  });

  test('purging forgets what is a day old and nothing else', async () => {
    await db.stores.ledger.once(request, adding(db, 'First'), kept);
    clock.advance(1);
    await db.stores.ledger.once({ ...request, key: 'k-2' }, adding(db, 'Second'), kept);
    clock.advance(keptAnswerMs - 1);
    expect(await db.stores.ledger.purgeExpired(clock.now())).toBe(1);
    expect(await db.stores.ledger.purgeExpired(clock.now())).toBe(0);
    const second = await db.stores.ledger.once({ ...request, key: 'k-2' }, adding(db), kept);
    expect(second).toEqual({ outcome: 'replayed', answer: kept('Second') });
  });

  test('an answer keeps every character', async () => {
    const body = JSON.stringify({ text: 'é 🦔\u2028 "\\' });
    await db.stores.ledger.once(request, async () => body, kept);
    const again = await db.stores.ledger.once(request, async () => body, kept);
    expect(again).toEqual({ outcome: 'replayed', answer: kept(body) });
  });
});

eachSharedEngine('Asking two nodes for the same with one key', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
  });
  afterAll(() => db.close());

  test('twelve at once have one effect, and the others are told that it runs or what came of it', async () => {
    const nodes = [db, await db.anotherNode()];
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, turn) => {
        const node = nodes[turn % 2] ?? db;
        return node.stores.ledger.once(request, adding(node), kept);
      }),
    );
    const counted = Object.groupBy(outcomes, ({ outcome }) => outcome);
    expect(counted.done).toHaveLength(1);
    expect(counted.reused).toBeUndefined();
    expect(await queueNames(db)).toEqual(['Returns']);
  });

  test('when the first is refused, one of the others may have the effect, and only one', async () => {
    await db.empty();
    const nodes = [db, await db.anotherNode(), await db.anotherNode()];
    let asked = 0;
    const outcomes = await Promise.all(
      nodes.map((node) => {
        return node.stores.ledger.once(request, adding(node), (name) => {
          asked += 1;
          return asked === 1 ? undefined : kept(name);
        });
      }),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'reused')).toEqual([]);
    expect((await queueNames(db)).length).toBeLessThanOrEqual(1);
  });
});
