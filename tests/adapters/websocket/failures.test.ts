import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LiveDeps } from '#adapters/websocket/attach-live.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import { accept } from '#domain/shared/decision.ts';
import { carla } from '../../support/people.ts';
import { ticketId } from '../../support/tickets.ts';
import { inMemory } from './in-memory.ts';
import { connect } from './live-client.ts';
import { type LiveDesk, openLiveDesk } from './live-desk.ts';

let desk: LiveDesk;
beforeEach(async () => {
  desk = await openLiveDesk(inMemory);
});
afterEach(() => desk.close());

const connected = async (rewire: Partial<LiveDeps>) => {
  const node = await desk.node({ rewire });
  return { node, client: await connect(node.url, await node.signIn(carla)) };
};
const away = () => Promise.reject(new StorageUnavailable('the database is not available'));
const reply = { type: 'reply', ticketId: ticketId(1), body: 'canary' };

test('a database that is away refuses a frame, says when to come back, and costs no connection', async () => {
  const { client } = await connected({ replyToTicket: away, subscribe: away, showPresence: away });
  for (const frame of [reply, { type: 'subscribe', topic: 'mine' }, { type: 'viewing', ticketId: '1' }])
    expect((await client.ask(frame)).problem).toMatchObject({
      code: 'unavailable',
      status: 503,
      retryAfter: 5,
    });
  expect((await client.ask({ type: 'ping' })).type).toBe('pong');
});

test('what nobody foresaw is logged and says nothing of its inside', async () => {
  const { node, client } = await connected({
    replyToTicket: () => Promise.reject(new TypeError('inner text')),
  });
  const { problem } = await client.ask(reply);
  expect(problem).toMatchObject({ code: 'internal-error', status: 500 });
  expect(JSON.stringify(client.all)).not.toContain('inner text');
  expect(node.log.filter(({ level }) => level === 'error')).toHaveLength(1);
});

test('a topic that cannot be told any further ends, and can be followed again', async () => {
  let fail = (_: unknown): void => {};
  let times = 0;
  const { client } = await connected({
    subscribe: async (_, { listener }) => {
      times += 1;
      fail = listener.failed;
      const cursor = { kind: 'position', position: 0 } as const;
      return accept({ cursor, start: () => {}, recheck: () => {}, end: () => {} });
    },
  });
  await client.subscribe('mine');
  fail(new StorageUnavailable('the database is not available'));
  const end = await client.next(({ type }) => type === 'refused');
  expect(end).toMatchObject({ topic: 'mine', problem: { code: 'unavailable' } });
  expect(end.ref).toBeUndefined();
  expect((await client.subscribe('mine')).type).toBe('subscribed');
  expect(times).toBe(2);
});

test('frames that wait too long for others are refused', async () => {
  const never = new Promise<never>(() => {});
  const node = await desk.node({ limits: { framesWaiting: 3 }, rewire: { replyToTicket: () => never } });
  const client = await connect(node.url, await node.signIn(carla));
  for (let count = 0; count < 3; count += 1) client.send(reply);
  expect((await client.ask({ type: 'ping' })).problem).toMatchObject({
    code: 'too-many-requests',
    retryAfter: 1,
  });
});
