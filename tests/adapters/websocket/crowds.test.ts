import { connect as connectTcp } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ben, carla } from '../../support/people.ts';
import { inMemory } from './in-memory.ts';
import { connect, refusalOf } from './live-client.ts';
import { type LiveDesk, type NodeOptions, openLiveDesk } from './live-desk.ts';

let desk: LiveDesk;
beforeEach(async () => {
  desk = await openLiveDesk(inMemory);
});
afterEach(() => desk.close());

const withLimits = (limits: NodeOptions['limits'] = {}, rewire: NodeOptions['rewire'] = {}) =>
  desk.node({ limits, rewire });

test('one person has at most so many connections, and gets the next when one ends', async () => {
  const node = await withLimits({ connectionsPerUser: 2 });
  const { token } = await node.signIn(carla);
  const [first] = [await connect(node.url, { token }), await connect(node.url, { token })];
  const refusal = await refusalOf(node.url, { token });
  expect([refusal.status, refusal.headers['retry-after']]).toEqual([429, '10']);
  await connect(node.url, await node.signIn(ben));
  first.close();
  await first.closed;
  await expect.poll(() => node.live.count()).toBe(2);
  await connect(node.url, { token });
});

test('one address has at most so many connections, and whoever is not let in takes no place', async () => {
  const node = await withLimits({ connectionsPerAddress: 2 });
  const { token } = await node.signIn(carla);
  for (let count = 0; count < 5; count += 1)
    expect((await refusalOf(node.url, { token: 'nonsense' })).status).toBe(401);
  const client = await connect(node.url, { token });
  await connect(node.url, { token });
  expect((await refusalOf(node.url, { token })).status).toBe(429);
  client.socket.terminate();
  await expect.poll(() => node.live.count()).toBe(1);
  await connect(node.url, { token });
});

test('attempts count as requests do: by person, and by address for whoever is not known', async () => {
  const counted: string[] = [];
  const node = await withLimits(
    {},
    {
      allowance: async (caller) => {
        counted.push(caller);
        return { allowed: counted.length < 3, resetSeconds: 7 };
      },
    },
  );
  await connect(node.url, await node.signIn(carla));
  await refusalOf(node.url, {});
  const refusal = await refusalOf(node.url, {});
  expect([refusal.status, refusal.headers['retry-after']]).toEqual([429, '7']);
  expect(counted).toEqual([carla.id, '127.0.0.1', '127.0.0.1']);
});

test('a caller who hangs up while being looked up harms nobody', async () => {
  let goOn = (): void => {};
  const looking = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let asked = 0;
  const node = await withLimits(
    { connectionsPerAddress: 1 },
    {
      authenticate: async () => {
        asked += 1;
        await looking;
        return undefined;
      },
    },
  );
  const { port } = new URL(node.url);
  const caller = connectTcp(Number(port), '127.0.0.1');
  caller.write(
    'GET /v1/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer x\r\n\r\n',
  );
  await expect.poll(() => asked).toBe(1);
  caller.resetAndDestroy();
  goOn();
  await expect.poll(async () => (await refusalOf(node.url, {})).status).toBe(401);
});

test('whoever cannot be looked up is told to come back, and the log says why', async () => {
  const node = await withLimits(
    {},
    {
      authenticate: async () => {
        throw new Error('canary: inner text');
      },
    },
  );
  const refusal = await refusalOf(node.url, { token: 'secret-token' });
  expect(refusal.status).toBe(500);
  expect(refusal.body).not.toContain('canary');
  expect(node.log.filter(({ level }) => level === 'error')).toHaveLength(1);
  expect(JSON.stringify(node.log)).not.toContain('secret-token');
});

test('a node that stops takes nobody in', async () => {
  const node = await withLimits({ goodbyeMs: 1000 });
  const { token } = await node.signIn(carla);
  await connect(node.url, { token });
  const stopped = node.live.close();
  const refusal = await refusalOf(node.url, { token });
  expect([refusal.status, refusal.headers['retry-after']]).toEqual([503, '1']);
  await stopped;
});

test('whoever offers another protocol is answered over HTTP', async () => {
  const node = await withLimits();
  const { port } = new URL(node.url);
  const caller = connectTcp(Number(port), '127.0.0.1');
  caller.write(
    'GET /v1/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n',
  );
  const answer = await new Promise<string>((resolve) => caller.once('data', (data) => resolve(String(data))));
  expect(answer).toMatch(/^HTTP\/1\.1 426 /);
  caller.destroy();
});

test.for([
  ['no key', 'Upgrade: websocket\r\nSec-WebSocket-Version: 13'],
  [
    'an old version',
    'Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 7',
  ],
])('a handshake with %s is refused and takes no place', async ([, fields]) => {
  const node = await withLimits({ connectionsPerUser: 1 });
  const { token } = await node.signIn(carla);
  const { port } = new URL(node.url);
  const caller = connectTcp(Number(port), '127.0.0.1');
  caller.write(
    `GET /v1/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n${fields}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  const answer = await new Promise<string>((resolve) => caller.once('data', (data) => resolve(String(data))));
  expect(answer).toMatch(/^HTTP\/1\.1 4(00|26) /);
  await expect.poll(() => caller.destroyed || caller.readableEnded).toBe(true);
  await connect(node.url, { token });
});
