import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refuse } from '#domain/shared/decision.ts';
import { minutes, seconds } from '#domain/shared/duration.ts';
import { handTimer } from '../../support/hand-timer.ts';
import { ben, carla } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
import { eachSharedEngine } from '../../support/shared-engines.ts';
import { ticketId } from '../../support/tickets.ts';
import { inMemory } from './in-memory.ts';
import { connect } from './live-client.ts';
import { type LiveDesk, openLiveDesk } from './live-desk.ts';

describe('a connection ends', () => {
  let desk: LiveDesk;
  beforeEach(async () => {
    desk = await openLiveDesk(inMemory);
  });
  afterEach(() => desk.close());

  test('with the token it was opened with: 4401', async () => {
    const node = await desk.node();
    const signIn = await node.signIn(carla);
    const client = await connect(node.url, signIn);
    const browser = await connect(node.url, { ticket: await node.ticketOf(signIn) });
    desk.clock.advance(minutes(15) - 1000);
    expect((await client.ask({ type: 'ping' })).type).toBe('pong');
    desk.clock.advance(1000);
    const over = { code: 4401, reason: 'token-expired' };
    expect(await Promise.all([client.closed, browser.closed])).toEqual([over, over]);
  });

  test('with its session, at once, and no other does: 4401', async () => {
    const node = await desk.node({ rewire: { timer: handTimer() } });
    const [phone, laptop] = [await node.signIn(carla), await node.signIn(carla)];
    const [gone, stays] = [await connect(node.url, phone), await connect(node.url, laptop)];
    await node.logOut(phone.session);
    expect(await gone.closed).toEqual({ code: 4401, reason: 'signed-out' });
    expect((await stays.ask({ type: 'ping' })).type).toBe('pong');
  });

  test('when its client does not answer any more', async () => {
    const node = await desk.node();
    const signIn = await node.signIn(carla);
    const silent = await connect(node.url, signIn);
    const alive = await connect(node.url, signIn);
    silent.socket.pong = () => {};
    let pings = 0;
    alive.socket.on('ping', () => {
      pings += 1;
    });
    for (let beat = 1; beat <= 2; beat += 1) {
      desk.clock.advance(seconds(30));
      await expect.poll(() => pings).toBe(beat);
      await alive.settled();
    }
    expect((await silent.closed).code).toBe(1006);
    expect((await alive.ask({ type: 'ping' })).type).toBe('pong');
  });

  test('when its client does not take what it is sent, and goes on after its cursor when it is back: 4008', async () => {
    const node = await desk.node({ limits: { unsentBytes: 256 * 1024, closingMs: 60_000 } });
    const slow = await connect(node.url, await node.signIn(carla));
    const quick = await connect(node.url, await node.signIn(ben));
    await slow.subscribe('mine');
    await quick.subscribe(`queue:${billing.id}`);
    const ticket = await node.work.open(carla);
    const last = await slow.factOn('mine', 'ticket-acknowledged');
    slow.socket.pause();
    const written = 150;
    for (let count = 1; count <= written; count += 1)
      await node.work.reply(ben, ticket, `${count} ${'x'.repeat(90_000)}`);
    await quick.next(({ fact }) => fact?.data.message?.body.startsWith(`${written} `) === true);
    slow.socket.resume();
    expect(await slow.closed).toEqual({ code: 4008, reason: 'too-slow' });
    const told = slow.factsOn('mine').filter(({ type }) => type === 'ticket-replied').length;
    expect(told).toBeLessThan(written);

    const back = await connect(node.url, await node.signIn(carla));
    await back.subscribe('mine', slow.all.findLast(({ type }) => type === 'fact')?.cursor ?? last.cursor);
    for (let count = told; count < written; count += 1) await back.factOn('mine', 'ticket-replied');
    const bodies = [...slow.factsOn('mine'), ...back.factsOn('mine')].flatMap(({ data }) =>
      data.message && data.message.body.length > 90_000 ? [data.message.body.split(' ')[0]] : [],
    );
    expect(bodies).toEqual(Array.from({ length: written }, (_, count) => String(count + 1)));
    await quick.settled();
    expect(quick.socket.readyState).toBe(quick.socket.OPEN);
  });

  test('when its node stops, after what was said is answered: 1012', async () => {
    let goOn = (): void => {};
    const working = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let asked = 0;
    const node = await desk.node({
      limits: { goodbyeMs: 2000 },
      rewire: {
        replyToTicket: async () => {
          asked += 1;
          await working;
          return refuse({ code: 'ticket-closed' });
        },
      },
    });
    const { token } = await node.signIn(carla);
    const clients = await Promise.all(Array.from({ length: 10 }, () => connect(node.url, { token })));
    const [busy, ...idle] = clients;
    const answer = busy?.ask({ type: 'reply', ticketId: ticketId(1), body: 'One last word.' });
    await expect.poll(() => asked).toBe(1);
    const stopped = node.stop();
    const ends = idle.map(({ closed }) => closed);
    expect(await Promise.all(ends)).toEqual(ends.map(() => ({ code: 1012, reason: 'restarting' })));
    goOn();
    expect((await answer)?.problem?.code).toBe('ticket-closed');
    expect(await busy?.closed).toEqual({ code: 1012, reason: 'restarting' });
    await stopped;
    expect(node.live.count()).toBe(0);
  });

  test('also when its client does not even say good-bye', async () => {
    const node = await desk.node();
    const client = await connect(node.url, await node.signIn(carla));
    client.socket.pause();
    await node.stop();
    expect(node.live.count()).toBe(0);
  });
});

eachSharedEngine('on another node', (engine) => {
  let desk: LiveDesk;
  beforeEach(async () => {
    desk = await openLiveDesk(engine);
  });
  afterEach(() => desk.close());

  test('a connection ends soon after its session: 4401', async () => {
    const [here, there] = [await desk.node(), await desk.node()];
    const signIn = await here.signIn(carla);
    const client = await connect(there.url, signIn);
    await client.ask({ type: 'ping' });
    await here.logOut(signIn.session);
    desk.clock.advance(seconds(4));
    expect(await client.closed).toEqual({ code: 4401, reason: 'signed-out' });
  });

  test('a queue is out of sight soon after an agent has lost it', async () => {
    const [here, there] = [await desk.node(), await desk.node()];
    const client = await connect(there.url, await here.signIn(ben));
    await client.subscribe(`queue:${billing.id}`);
    await here.takeFrom(ben, 'agent');
    desk.clock.advance(seconds(4));
    const end = await client.next(({ type }) => type === 'refused');
    expect(end).toMatchObject({ topic: `queue:${billing.id}`, problem: { code: 'not-found' } });
  });

  test('what is written on one is heard on the other', async () => {
    const [here, there] = [await desk.node(), await desk.node()];
    const ticket = await here.work.open(carla);
    const client = await connect(there.url, await here.signIn(carla));
    await client.subscribe(`ticket:${ticket}`);
    await here.work.reply(ben, ticket, 'From over there.');
    const { fact } = await client.factOn(`ticket:${ticket}`, 'ticket-replied');
    expect(fact?.data.message?.body).toBe('From over there.');
  });
});
