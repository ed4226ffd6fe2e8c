import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import { eachEngine } from '../../support/engines.ts';
import { ada, bea, ben, carla, dora, lena, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { ticketId } from '../../support/tickets.ts';
import { connect, type LiveClient } from './live-client.ts';
import { type LiveDesk, type LiveNode, openLiveDesk } from './live-desk.ts';

eachEngine('following', (engine) => {
  let desk: LiveDesk;
  let node: LiveNode;
  beforeAll(async () => {
    desk = await openLiveDesk(engine);
    node = await desk.node();
  });
  afterAll(() => desk.close());

  const live = async (actor: Actor): Promise<LiveClient> => connect(node.url, await node.signIn(actor));
  const typesOn = (client: LiveClient, topic: string, ticket?: TicketId) =>
    client
      .factsOn(topic)
      .filter(({ ticketId: id }) => ticket === undefined || id === ticket)
      .map(({ type }) => type);

  describe('a ticket', () => {
    test('its customer sees an answer as it is written, under the name they asked for', async () => {
      const ticket = await node.work.open(carla);
      const client = await live(carla);
      const topic = `ticket:${(await node.reader.find({ id: ticket }))?.number}`;
      expect(await client.subscribe(topic)).toMatchObject({ type: 'subscribed', topic, cursor: 'c2' });
      await node.work.reply(ben, ticket, 'We look into it.');
      const { fact, cursor } = await client.factOn(topic, 'ticket-replied');
      expect(fact).toMatchObject({
        ticketId: ticket,
        seq: 3,
        data: { message: { body: 'We look into it.' } },
      });
      expect(cursor).toBe('c3');
    });

    test('a note reaches staff, and of it no customer notices anything', async () => {
      const ticket = await node.work.open(carla);
      await node.quiet();
      const topic = `ticket:${ticket}`;
      const [customer, agent] = await Promise.all([live(carla), live(ben)]);
      for (const client of [customer, agent]) await client.subscribe(topic);
      await customer.subscribe('mine');

      await node.work.claim(ben, ticket);
      await node.work.note(ben, ticket, 'canary: pays late');
      await node.work.reply(ben, ticket, 'It is paid back.');

      await agent.factOn(topic, 'ticket-replied');
      expect(typesOn(agent, topic)).toEqual([
        'ticket-claimed',
        'note-written',
        'ticket-replied',
        'ticket-opened-again',
      ]);
      expect(JSON.stringify(agent.all)).toContain('canary');
      await Promise.all([
        customer.factOn(topic, 'ticket-opened-again'),
        customer.factOn('mine', 'ticket-opened-again'),
      ]);
      for (const name of [topic, 'mine']) {
        expect(customer.factsOn(name).map(({ type, seq }) => [type, seq])).toEqual([
          ['ticket-replied', 3],
          ['ticket-opened-again', 4],
        ]);
      }
      expect(JSON.stringify(customer.all)).not.toContain('canary');
    });

    test("somebody else's does not exist, in the very words for one that never did", async () => {
      const ticket = await node.work.open(carla);
      const client = await live(dora);
      const foreign = await client.subscribe(`ticket:${ticket}`);
      const missing = await client.subscribe(`ticket:${ticketId(404)}`);
      const noId = await client.subscribe('ticket:nonsense');
      expect(foreign).toMatchObject({ type: 'refused', problem: { code: 'not-found', status: 404 } });
      expect(missing.problem).toEqual(foreign.problem);
      expect(noId.problem).toEqual(foreign.problem);
      await node.work.reply(ben, ticket, 'For carla alone.');
      await (await live(carla)).settled();
      await client.settled();
      expect(client.all.filter(({ type }) => type === 'fact')).toEqual([]);
    });

    test('ends for an agent when it moves to a queue that is none of theirs', async () => {
      const ticket = await node.work.open(carla);
      const topic = `ticket:${ticket}`;
      const [agent, admin] = await Promise.all([live(ben), live(ada)]);
      for (const client of [agent, admin]) await client.subscribe(topic);
      await node.work.move(lena, ticket, shipping.id);
      const end = await agent.next(({ type }) => type === 'refused');
      expect(end).toMatchObject({ topic, problem: { code: 'not-found' } });
      await node.work.note(sam, ticket, 'canary: left at the door');
      await admin.factOn(topic, 'note-written');
      await agent.settled();
      expect(typesOn(agent, topic)).toEqual([]);
    });

    test("starts anew when an agent's own ticket moves away and they see it as its customer", async () => {
      const ticket = await node.work.open(ben);
      const topic = `ticket:${ticket}`;
      const agent = await live(ben);
      expect((await agent.subscribe(topic)).cursor).toBe('s2');
      await node.work.move(lena, ticket, shipping.id);
      expect(await agent.next(({ type }) => type === 'reset')).toMatchObject({ topic, cursor: 'c2' });
      await node.work.note(sam, ticket, 'canary: one of us');
      await node.work.reply(sam, ticket, 'On its way.');
      expect((await agent.factOn(topic, 'ticket-replied')).cursor).toBe('c3');
      expect(JSON.stringify(agent.all)).not.toContain('canary');
    });

    test('followed twice under one name is followed once', async () => {
      const ticket = await node.work.open(carla);
      const topic = `ticket:${ticket}`;
      const client = await live(carla);
      await client.subscribe(topic);
      await client.subscribe(topic);
      await node.work.reply(ben, ticket, 'Once.');
      await client.factOn(topic, 'ticket-opened-again');
      expect(typesOn(client, topic)).toEqual(['ticket-replied', 'ticket-opened-again']);
    });

    test('is not heard of any more once it was unsubscribed', async () => {
      const ticket = await node.work.open(carla);
      const topic = `ticket:${ticket}`;
      const [client, other] = await Promise.all([live(carla), live(carla)]);
      for (const one of [client, other]) await one.subscribe(topic);
      expect(await client.ask({ type: 'unsubscribe', topic })).toMatchObject({ type: 'accepted', topic });
      await node.work.reply(ben, ticket, 'Still there?');
      await other.factOn(topic, 'ticket-replied');
      await client.settled();
      expect(typesOn(client, topic)).toEqual([]);
    });
  });

  describe('a queue', () => {
    const queue = `queue:${billing.id}`;

    test('its agent hears all that happens to its tickets', async () => {
      const agent = await live(ben);
      expect(await agent.subscribe(queue)).toMatchObject({ type: 'subscribed', topic: queue });
      const ticket = await node.work.open(carla);
      await node.work.claim(bea, ticket);
      await node.work.note(bea, ticket, 'Looks familiar.');
      await agent.factOn(queue, 'note-written');
      expect(typesOn(agent, queue, ticket)).toEqual([
        'ticket-opened',
        'ticket-acknowledged',
        'ticket-claimed',
        'note-written',
      ]);
    });

    test('hears that a ticket leaves it, and of that ticket no more', async () => {
      const ticket = await node.work.open(carla);
      await node.quiet();
      const [agent, others] = await Promise.all([live(ben), live(sam)]);
      await agent.subscribe(queue);
      await others.subscribe(`queue:${shipping.id}`);
      await node.work.move(lena, ticket, shipping.id);
      await node.work.note(sam, ticket, 'canary: lost');
      await others.factOn(`queue:${shipping.id}`, 'note-written');
      await agent.factOn(queue, 'ticket-moved');
      await agent.settled();
      expect(typesOn(agent, queue, ticket)).toEqual(['ticket-moved']);
      expect(typesOn(others, `queue:${shipping.id}`, ticket)).toEqual(['ticket-moved', 'note-written']);
    });

    test.for([
      ['a customer', carla, billing.id],
      ['an agent of another queue', sam, billing.id],
      ['an admin who misspells it', ada, ticketId(404)],
    ] as const)('does not exist for %s', async ([, actor, id]) => {
      const client = await live(actor);
      expect(await client.subscribe(`queue:${id}`)).toMatchObject({
        type: 'refused',
        problem: { code: 'not-found' },
      });
    });
  });

  describe("one's own tickets", () => {
    test('a customer hears of theirs, and of nobody else’s', async () => {
      const client = await live(dora);
      await client.subscribe('mine');
      await node.work.open(carla);
      const ticket = await node.work.open(dora);
      await node.work.reply(ben, ticket, 'Hello Dora.');
      await client.factOn('mine', 'ticket-opened-again');
      expect(new Set(client.factsOn('mine').map((fact) => fact.ticketId))).toEqual(new Set([ticket]));
    });

    test('an agent hears of those they hold, from being given them to losing them', async () => {
      const ticket = await node.work.open(carla);
      const [client, lead] = await Promise.all([live(bea), live(lena)]);
      await client.subscribe('mine');
      await lead.subscribe(`ticket:${ticket}`);
      await node.work.note(ben, ticket, 'Whose is this?');
      await lead.factOn(`ticket:${ticket}`, 'note-written');
      await node.work.assign(lena, ticket, bea.id);
      await node.work.reply(carla, ticket, 'Anybody there?');
      await client.factOn('mine', 'ticket-replied');
      await node.work.steal(lena, ticket);
      await client.factOn('mine', 'ticket-stolen');
      await node.work.note(lena, ticket, 'I do it myself.');
      await lead.factOn(`ticket:${ticket}`, 'note-written');
      await client.settled();
      expect(typesOn(client, 'mine', ticket)).toEqual(['ticket-assigned', 'ticket-replied', 'ticket-stolen']);
    });

    test('cursors tell nothing: two of the same place differ', async () => {
      const client = await live(carla);
      const one = await client.subscribe('mine');
      const other = await client.subscribe('mine');
      expect(one.cursor).not.toBe(other.cursor);
      expect(one.cursor).toHaveLength(other.cursor?.length ?? 0);
    });
  });

  test('a connection follows at most so many topics', async () => {
    const small = await openLiveDesk(engine);
    const { url, signIn } = await small.node({ limits: { topicsPerConnection: 2 } });
    const client = await connect(url, await signIn(ben));
    await client.subscribe('mine');
    await client.subscribe(`queue:${billing.id}`);
    const refused = await client.subscribe(`queue:${billing.id.toUpperCase()}`);
    expect(refused).toMatchObject({ type: 'refused', problem: { code: 'too-many-requests' } });
    expect((await client.subscribe('mine')).type).toBe('subscribed');
    await small.close();
  });
});
