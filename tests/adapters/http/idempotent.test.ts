import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, json, ProblemThrown, raise } from '#adapters/http/answer.ts';
import { idempotent, type Keyed } from '#adapters/http/idempotent.ts';
import { keyedSecrets } from '#adapters/system/keyed-secrets.ts';
import { secretKey } from '#adapters/system/secret-key.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { engines } from '../../support/engines.ts';

const secrets = keyedSecrets({ secretKey: secretKey('a'.repeat(32)) });
const asked: Keyed = {
  key: 'k-1',
  caller: 'carla',
  route: 'POST /v1/tickets',
  path: '/v1/tickets',
  text: '{"subject":"Charged twice"}',
  apart: false,
};
const created = json(201, { id: 1 }, { location: '/v1/tickets/1' });
const replayed = { ...created, headers: { ...created.headers, 'idempotency-replayed': 'true' } };

describe.each([
  { apart: false, where: 'with its answer' },
  { apart: true, where: 'apart from its answer' },
])('a keyed request whose effect is kept $where', ({ apart }) => {
  let db: TestDatabase;
  beforeAll(async () => {
    const [embedded] = engines;
    if (embedded === undefined) throw new TypeError('there is no engine to test on');
    db = await openTestDatabase(embedded);
  });
  afterAll(() => db.close());
  beforeEach(() => db.empty());

  /** Asks, and tells the answer or the problem, and how often the effect has run by now. */
  const asking = () => {
    let effects = 0;
    const ask = async (
      difference: Partial<Keyed> = {},
      effect: () => Promise<Answer> = async () => created,
    ): Promise<unknown> => {
      const once = idempotent({ ledger: db.stores.ledger, secrets });
      const counted = () => {
        effects += 1;
        return effect();
      };
      return once({ ...asked, apart, ...difference }, counted).catch((error: unknown) =>
        error instanceof ProblemThrown ? { no: error.problem } : error,
      );
    };
    return { ask, effects: () => effects };
  };

  test('is answered again without a second effect, and says so', async () => {
    const { ask, effects } = asking();
    expect([await ask(), await ask()]).toEqual([created, replayed]);
    expect(effects()).toBe(1);
  });

  test.each([
    ['another body', { text: '{"subject":"Charged thrice"}' }],
    ['another path', { path: '/v1/tickets?' }],
    ['a path and a body that read the same together', { path: '/v1/tickets\n{"subject":', text: '"C"}' }],
  ])('is refused for %s', async (_, difference) => {
    const { ask, effects } = asking();
    await ask();
    expect(await ask(difference)).toEqual({ no: { code: 'idempotency-key-reused' } });
    expect(effects()).toBe(1);
  });

  test.each([
    ['another caller', { caller: 'paul' }],
    ['another route', { route: 'POST /v1/queues' }],
    ['another key', { key: 'k-2' }],
  ])('is a new one by %s', async (_, difference) => {
    const { ask, effects } = asking();
    await ask();
    expect(await ask(difference)).toEqual(created);
    expect(effects()).toBe(2);
  });

  test.each(['!', '~', 'k'.repeat(255)])('may have the key %s', async (key) => {
    expect(await asking().ask({ key })).toEqual(created);
  });

  test.each(['', ' ', 'k 1', ' k', 'k\n', 'ké', '\u007f', 'k'.repeat(256)])(
    'may not have the key %j',
    async (key) => {
      const { ask, effects } = asking();
      const error = { path: 'Idempotency-Key', code: 'invalid-format' };
      expect(await ask({ key })).toMatchObject({
        no: { code: 'validation-failed', facts: { errors: [error] } },
      });
      expect(effects()).toBe(0);
    },
  );

  test.each([
    ['a problem', async () => raise({ code: 'ticket-closed' }), { no: { code: 'ticket-closed' } }],
    ['an answer that says no', async () => json(400, {}), json(400, {})],
  ])('may be tried again after %s', async (_, no, told) => {
    const { ask, effects } = asking();
    expect(await ask({}, no)).toEqual(told);
    expect(await ask({ text: 'other words' })).toEqual(created);
    expect(effects()).toBe(2);
  });

  test('keeps what is not a no', async () => {
    const { ask, effects } = asking();
    const seen = json(399, {});
    await ask({}, async () => seen);
    expect(await ask()).toEqual({ ...seen, headers: { ...seen.headers, 'idempotency-replayed': 'true' } });
    expect(effects()).toBe(1);
  });

  test('fails as its effect does', async () => {
    const { ask } = asking();
    const broken = new RangeError('something broke');
    expect(await ask({}, () => Promise.reject(broken))).toBe(broken);
    expect(await ask()).toEqual(created);
  });

  test('is told to wait while the first one runs', async () => {
    const { ask } = asking();
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const first = ask({}, () => promise);
    expect(await ask()).toEqual({ no: { code: 'idempotency-in-flight', retryAfterSeconds: 1 } });
    resolve(created);
    expect(await first).toEqual(created);
    expect(await ask()).toEqual(replayed);
  });
});
