import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { eachEngine } from '../../support/engines.ts';
import { ben, carla, dora, sam } from '../../support/people.ts';
import { ticketId } from '../../support/tickets.ts';
import { connect, type LiveClient } from './live-client.ts';
import { type LiveDesk, type LiveNode, openLiveDesk } from './live-desk.ts';

eachEngine('replying', (engine) => {
  let desk: LiveDesk;
  let node: LiveNode;
  beforeAll(async () => {
    desk = await openLiveDesk(engine);
    node = await desk.node();
  });
  afterAll(() => desk.close());

  const live = async (actor: Actor): Promise<LiveClient> => connect(node.url, await node.signIn(actor));

  test('a reply is stored as over HTTP and heard by the others', async () => {
    const ticket = await node.work.open(carla);
    const [customer, agent] = await Promise.all([live(carla), live(ben)]);
    await customer.subscribe(`ticket:${ticket}`);
    const number = String((await node.reader.find({ id: ticket }))?.number);
    const accepted = await agent.ask({ type: 'reply', ticketId: number, body: 'On it.', status: 'pending' });
    expect(accepted).toMatchObject({
      type: 'accepted',
      ticketId: ticket,
      message: { body: 'On it.', kind: 'public', seq: 3, authorName: 'Ben Example' },
    });
    const heard = await customer.factOn(`ticket:${ticket}`, 'ticket-replied');
    expect(heard.fact?.data.message).toEqual({ ...accepted.message, seq: 3 });
    expect((await node.reader.find({ id: ticket }))?.ticket.status).toBe('pending');
  });

  test('a note is one, also over the socket', async () => {
    const ticket = await node.work.open(carla);
    const [customer, agent] = await Promise.all([live(carla), live(ben)]);
    await customer.subscribe(`ticket:${ticket}`);
    const note = { type: 'reply', ticketId: ticket, body: 'canary', kind: 'internal' };
    expect((await agent.ask(note)).message?.kind).toBe('internal');
    expect((await customer.ask(note)).problem).toMatchObject({ code: 'not-permitted', status: 403 });
    await node.work.reply(ben, ticket, 'In the open.');
    expect((await customer.next(({ type }) => type === 'fact')).fact?.seq).toBe(3);
  });

  test("a reply to somebody else's ticket names nothing", async () => {
    const ticket = await node.work.open(carla);
    for (const actor of [dora, sam]) {
      const client = await live(actor);
      const foreign = await client.ask({ type: 'reply', ticketId: ticket, body: 'Hello?' });
      const missing = await client.ask({ type: 'reply', ticketId: ticketId(404), body: 'Hello?' });
      const noId = await client.ask({ type: 'reply', ticketId: "1' or 1=1", body: 'Hello?' });
      expect(foreign).toMatchObject({ type: 'refused', problem: { code: 'not-found' } });
      expect([missing.problem, noId.problem]).toEqual([foreign.problem, foreign.problem]);
    }
    expect(await node.work.versions(ticket)).toEqual({ staff: 2, customer: 2 });
  });

  test('what the lifecycle refuses is refused in the words of HTTP', async () => {
    const ticket = await node.work.open(carla);
    const agent = await live(ben);
    const refused = await agent.ask({ type: 'reply', ticketId: ticket, body: 'Bye.', status: 'closed' });
    expect(refused.problem).toMatchObject({
      type: 'urn:hexdesk:problem:transition-not-allowed',
      code: 'transition-not-allowed',
      status: 409,
      to: 'closed',
    });
  });

  test('a reply to what was said meanwhile is refused with what its author has not seen', async () => {
    const ticket = await node.work.open(carla);
    const agent = await live(ben);
    await node.work.reply(carla, ticket, 'It works again.');
    const late = {
      type: 'reply',
      ticketId: ticket,
      body: 'Try this.',
      lastSeenSeq: 2,
      idempotencyKey: 'late',
    };
    const refused = await agent.ask(late);
    expect(refused.problem).toMatchObject({
      code: 'unseen-messages',
      status: 409,
      messages: [{ seq: 3, body: 'It works again.' }],
    });
    expect((await agent.ask({ ...late, force: true })).message).toMatchObject({ body: 'Try this.', seq: 4 });
  });

  test('a reply repeated with its key over another connection is one message', async () => {
    const ticket = await node.work.open(carla);
    const said = { type: 'reply', ticketId: ticket, body: 'Only once.', idempotencyKey: 'key-1' };
    const signIn = await node.signIn(carla);
    const first = await (await connect(node.url, signIn)).ask(said);
    const client = await connect(node.url, signIn);
    const second = await client.ask(said);
    expect(second).toMatchObject({ type: 'accepted', ticketId: ticket, replayed: true });
    expect(second.message).toEqual(first.message);
    expect((await client.ask({ ...said, body: 'Another.' })).problem?.code).toBe('idempotency-key-reused');
    expect((await node.work.versions(ticket)).customer).toBe(3);
  });

  test('frames are answered in their order', async () => {
    const ticket = await node.work.open(carla);
    const client = await live(carla);
    const bodies = Array.from({ length: 10 }, (_, count) => `line ${count}`);
    await Promise.all(bodies.map((body) => client.ask({ type: 'reply', ticketId: ticket, body })));
    const accepted = client.all.filter(({ type }) => type === 'accepted');
    expect(accepted.map(({ message }) => message?.body)).toEqual(bodies);
  });
});
