import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { minutes, seconds } from '#domain/shared/duration.ts';
import { eachEngine } from '../../support/engines.ts';
import { ben, carla } from '../../support/people.ts';
import { connect, type NotUpgraded, refusalOf } from './live-client.ts';
import { allowedOrigin, type LiveDesk, type LiveNode, openLiveDesk } from './live-desk.ts';

const problemIn = ({ status, headers, body }: NotUpgraded) => {
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(headers['x-request-id']).toMatch(/^[\w-]+$/);
  const problem = JSON.parse(body) as { status: number; code: string; requestId: string };
  expect(problem).toMatchObject({ status, requestId: headers['x-request-id'] });
  return problem;
};

eachEngine('being let in', (engine) => {
  let desk: LiveDesk;
  let node: LiveNode;
  beforeAll(async () => {
    desk = await openLiveDesk(engine);
    node = await desk.node();
  });
  afterAll(() => desk.close());

  test('a server shows its token in the header', async () => {
    const client = await connect(node.url, await node.signIn(ben));
    expect((await client.ask({ type: 'ping' })).type).toBe('pong');
  });

  test('a browser shows a ticket, and the origin of a page that may', async () => {
    const ticket = await node.ticketOf(await node.signIn(carla));
    const client = await connect(node.url, { ticket, headers: { origin: allowedOrigin } });
    expect((await client.ask({ type: 'ping' })).type).toBe('pong');
  });

  test('of twenty who use one ticket at once, one gets in', async () => {
    const ticket = await node.ticketOf(await node.signIn(carla));
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => connect(node.url, { ticket })));
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason as NotUpgraded] : []));
    expect(refused).toHaveLength(19);
    expect(new Set(refused.map((one) => problemIn(one).code))).toEqual(new Set(['unauthenticated']));
  });

  test('a ticket is good for thirty seconds', async () => {
    const signIn = await node.signIn(carla);
    const tickets = [await node.ticketOf(signIn), await node.ticketOf(signIn)];
    desk.clock.advance(seconds(30) - 1);
    await connect(node.url, { ticket: tickets[0] ?? '' });
    desk.clock.advance(1);
    expect((await refusalOf(node.url, { ticket: tickets[1] ?? '' })).status).toBe(401);
  });

  test.for([
    ['shows nothing', async () => ({})],
    ['shows a token that is none', async () => ({ token: 'nonsense' })],
    ['shows a ticket that is none', async () => ({ ticket: 'nonsense' })],
    ['shows an empty ticket', async () => ({ ticket: '' })],
    ['shows a token in the address', async () => ({ ticket: (await node.signIn(ben)).token })],
    ['shows two tickets', async () => ({ path: '/v1/live?ticket=a&ticket=b' })],
    [
      'has logged out',
      async () => {
        const signIn = await node.signIn(ben);
        await node.logOut(signIn.session);
        return signIn;
      },
    ],
    [
      'shows a token that is over',
      async () => {
        const signIn = await node.signIn(ben);
        desk.clock.advance(minutes(16));
        return signIn;
      },
    ],
  ] as const)('whoever %s is not known', async ([, way]) => {
    const refusal = await refusalOf(node.url, await way());
    expect(refusal.status).toBe(401);
    expect(refusal.headers['www-authenticate']).toBe('Bearer');
    expect(problemIn(refusal).code).toBe('unauthenticated');
  });

  test.for([
    'https://evil.example',
    'https://app.example.org.evil.example',
    'http://app.example.org',
    'null',
  ])('a page of %s may not connect, and its ticket stays good', async (origin) => {
    const ticket = await node.ticketOf(await node.signIn(carla));
    const refusal = await refusalOf(node.url, { ticket, headers: { origin } });
    expect(refusal.status).toBe(403);
    expect(problemIn(refusal).code).toBe('not-permitted');
    await connect(node.url, { ticket });
  });

  test('nothing else is upgraded', async () => {
    const { token } = await node.signIn(ben);
    for (const path of ['/', '/v1/live/', '/v1/live/events', '//v1/live', '/v1/tickets'])
      expect(problemIn(await refusalOf(node.url, { token, path })).code).toBe('not-found');
  });

  test('a parameter nobody knows is named', async () => {
    const { token } = await node.signIn(ben);
    const refusal = await refusalOf(node.url, { token, path: '/v1/live?topic=mine' });
    expect(refusal.status).toBe(422);
    expect(problemIn(refusal)).toMatchObject({ errors: [{ path: 'topic', code: 'unknown-field' }] });
  });

  test('the request id of a client stands in the problems of its connection', async () => {
    const { token } = await node.signIn(ben);
    const client = await connect(node.url, { token, headers: { 'x-request-id': 'abc-1' } });
    const { problem } = await client.subscribe('ticket:1234567');
    expect(problem?.['requestId']).toBe('abc-1');
  });

  test('a subprotocol is agreed on by name', async () => {
    const { token } = await node.signIn(ben);
    const socket = new WebSocket(`${node.url}/v1/live`, ['other', 'hexdesk.v1'], {
      headers: { authorization: `Bearer ${token}` },
    });
    await new Promise((resolve) => socket.on('open', resolve));
    expect(socket.protocol).toBe('hexdesk.v1');
    socket.terminate();
  });
});
