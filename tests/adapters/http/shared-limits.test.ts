import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokens } from '#bootstrap/tokens.ts';
import { type Desk, type DeskNode, startDesk } from '../../support/desk.ts';
import { engines } from '../../support/engines.ts';
import { type RedisServer, startRedis } from '../../support/redis/start-redis.ts';

let redis: RedisServer;
let desk: Desk;
let other: DeskNode;

beforeAll(async () => {
  redis = await startRedis((line) => console.log(line));
  const [engine] = engines;
  if (engine === undefined) throw new TypeError('there is no engine to test on');
  desk = await startDesk(engine, { settings: { RATE_LIMITS: 'on', REDIS_URL: redis.url } });
  other = await desk.another();
}, 600_000);
afterAll(async () => {
  await desk.close();
  await redis.stop();
});

const guess = (node: DeskNode, email: string) =>
  node.withToken(undefined).post('/v1/auth/login', { email, password: 'wrong' });

const statusesOf = async (count: number, ask: () => Promise<{ readonly status: number }>) => {
  const statuses: number[] = [];
  for (let asked = 0; asked < count; asked += 1) statuses.push((await ask()).status);
  return statuses;
};

test('nodes that share a Redis count requests and guesses together', async () => {
  expect(await statusesOf(6, () => guess(desk, 'carla@example.org'))).toEqual(Array(6).fill(401));
  const there = await guess(other, 'carla@example.org');
  expect(there.headers.get('ratelimit')).toMatch(/^"default";r=1193;.*"login";r=3;/);
  expect(await statusesOf(4, () => guess(other, 'carla@example.org'))).toEqual([401, 401, 401, 429]);
});

test('nodes whose Redis is gone stay ready, and go on limiting', async () => {
  await redis.stop();
  expect((await desk.withToken(undefined).get('/health/ready')).status).toBe(200);
  expect(await statusesOf(11, () => guess(other, 'ben@example.org'))).toEqual([...Array(10).fill(401), 429]);
  expect((await desk.as('carla').get('/v1/me')).status).toBe(200);
  const told = desk.log.filter(({ message }) => message.startsWith('Redis does not answer'));
  expect(told.map(({ level }) => level)).toEqual(['warn']);
});

test('a node whose limits are off counts nothing there', async () => {
  const free = await desk.another({ settings: { RATE_LIMITS: 'off' } });
  expect(free.hexdesk.container.get(tokens.requestLimiter)).toBeUndefined();
});
