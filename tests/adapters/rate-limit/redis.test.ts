import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countedAttempts } from '#adapters/rate-limit/attempts.ts';
import { requestLimiter } from '#adapters/rate-limit/request-limiter.ts';
import { sharedCounters } from '#adapters/rate-limit/shared-counters.ts';
import { type SharedStore, sharedStoreAt } from '#adapters/redis/shared-store.ts';
import { keyedSecrets } from '#adapters/system/keyed-secrets.ts';
import type { AttemptKind, Attempts } from '#application/ports/attempts.ts';
import { testSecretKey } from '../../support/identity-stores.ts';
import { recordingLogger } from '../../support/recording-logger.ts';
import { type RedisServer, startRedis } from '../../support/redis/start-redis.ts';
import { openTcpGate, type TcpGate } from '../../support/tcp-gate.ts';

/** The first run may have to fetch Redis. */
const patience = 600_000;
const carla = 'carla@example.com';

let redis: RedisServer;
let gate: TcpGate;
let stores: SharedStore[];

beforeAll(async () => {
  redis = await startRedis((line) => console.log(line));
}, patience);
afterAll(() => redis.stop());
beforeEach(async () => {
  gate = await openTcpGate(redis.url);
  stores = [];
});
afterEach(async () => {
  await stores[0]?.client.flushall();
  for (const store of stores) store.close();
  await gate.close();
});

/** A node of several that share a Redis. */
const node = async () => {
  const store = sharedStoreAt(gate.url);
  stores.push(store);
  await store.ready();
  const { digest } = keyedSecrets({ secretKey: testSecretKey });
  const logger = recordingLogger();
  const { counters, outage } = sharedCounters({ client: store.client, digest, logger });
  return { store, counters, outage, attempts: countedAttempts({ counters }), log: logger.lines };
};

const allowedOf = async (attempts: Attempts, kind: AttemptKind, subject = carla): Promise<number> => {
  for (let count = 0; count < 1000; count += 1) if (await attempts.count(kind, subject)) return count;
  return 1000;
};

/** Asks again and again, as clients do, until Redis counts. */
const untilBack = async ({ attempts, outage }: Awaited<ReturnType<typeof node>>): Promise<void> => {
  while (!outage.isOver()) {
    await attempts.isVouched('anybody');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

describe('limits of several nodes', () => {
  test('count for all of them together, and so do the forgetting and the taking back', async () => {
    const [one, other] = [await node(), await node()];
    for (let count = 0; count < 4; count += 1) await one.attempts.count('mail', carla);
    expect(await allowedOf(other.attempts, 'mail')).toBe(1);
    expect(await one.attempts.count('mail', carla)).toMatchObject({ retryAfterSeconds: expect.any(Number) });
    await one.attempts.forget('mail', carla);
    expect(await allowedOf(other.attempts, 'mail')).toBe(5);

    expect(await allowedOf(one.attempts, 'login')).toBe(10);
    for (let count = 0; count < 3; count += 1) await other.attempts.takeBack('login', carla);
    expect(await allowedOf(other.attempts, 'login')).toBe(2);
    await other.attempts.takeBack('login', 'nobody');
    expect(await allowedOf(one.attempts, 'login', 'nobody')).toBe(10);
  });

  test('know everywhere whom one of them was vouched for', async () => {
    const [one, other] = [await node(), await node()];
    expect(await other.attempts.isVouched(carla)).toBe(false);
    await one.attempts.vouch(carla);
    expect(await other.attempts.isVouched(carla)).toBe(true);
  });

  test('hold for requests, too', async () => {
    const [one, other] = [await node(), await node()];
    const rate = { points: 3, seconds: 60 };
    const [here, there] = [requestLimiter(rate, one.counters), requestLimiter(rate, other.counters)];
    expect(await here.consume('2001:db8::1')).toMatchObject({ allowed: true, limit: 3, remaining: 2 });
    expect(await there.consume('2001:db8::2')).toMatchObject({ allowed: true, remaining: 1 });
    expect(await here.consume('2001:db8::3')).toMatchObject({ allowed: true, remaining: 0 });
    expect(await there.consume('2001:db8::4')).toMatchObject({ allowed: false, remaining: 0 });
  });

  test('leave nothing in Redis that tells who was counted, and nothing for ever', async () => {
    const { attempts, store } = await node();
    await attempts.count('login', `${carla} 192.0.2.1`);
    const keys = await store.client.keys('*');
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(/^hexdesk:limit:login:[\w-]{40,}$/);
    expect(await store.client.ttl(keys[0] ?? '')).toBeGreaterThan(0);
  });
});

describe('limits while Redis is away', () => {
  test('go on from what this node has counted, and are told of once', async () => {
    const one = await node();
    for (let count = 0; count < 4; count += 1) await one.attempts.count('mail', carla);
    await redis.stop();
    expect(await allowedOf(one.attempts, 'mail')).toBe(1);
    expect(await allowedOf(one.attempts, 'login')).toBe(10);
    await one.attempts.forget('mail', carla);
    expect(await allowedOf(one.attempts, 'mail')).toBe(5);
    expect(one.log.map(({ level }) => level)).toEqual(['warn']);

    redis = await startRedis(() => {}, Number(new URL(redis.url).port));
    await untilBack(one);
    expect(one.log.map(({ level }) => level)).toEqual(['warn', 'info']);
    const other = await node();
    for (let count = 0; count < 3; count += 1) await other.attempts.count('mail', 'ben@example.com');
    expect(await allowedOf(one.attempts, 'mail', 'ben@example.com')).toBe(2);
  });

  test('go on also when it takes questions and never answers', async () => {
    const one = await node();
    gate.freeze();
    expect(await allowedOf(one.attempts, 'login')).toBe(10);
    expect(one.log.map(({ level }) => level)).toEqual(['warn']);
    gate.thaw();
    await untilBack(one);
  });

  test('begin without it where it was never there', async () => {
    await gate.close();
    const one = await node();
    expect(await allowedOf(one.attempts, 'mail')).toBe(5);
    gate = await openTcpGate(redis.url, Number(new URL(gate.url).port));
    await untilBack(one);
  });
});
