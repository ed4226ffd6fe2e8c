import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import { eachEngine } from '../../support/engines.ts';
import { ben, carla, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { connect, type LiveClient } from './live-client.ts';
import { type LiveDesk, type LiveNode, openLiveDesk } from './live-desk.ts';

eachEngine('A ticket that is purged', (engine) => {
  let desk: LiveDesk;
  let node: LiveNode;
  beforeAll(async () => {
    desk = await openLiveDesk(engine);
    node = await desk.node();
  });
  afterAll(() => desk.close());

  const live = async (actor: Actor): Promise<LiveClient> => connect(node.url, await node.signIn(actor));
  const purge = (id: TicketId) =>
    node.unitOfWork.run(async ({ tickets }) => {
      const found = await tickets.find({ id });
      if (found) await tickets.purge(found, desk.clock.now());
    });

  test('is told to whoever follows it, its queue or their own, and to nobody else', async () => {
    const id = await node.work.open(carla);
    await node.work.note(ben, id, 'canary: junk');
    await node.quiet();
    const topics = [`ticket:${id}`, `queue:${billing.id}`, 'mine', `queue:${shipping.id}`];
    const [customer, agent, other] = await Promise.all([live(carla), live(ben), live(sam)]);
    for (const topic of [`ticket:${id}`, 'mine']) await customer.subscribe(topic);
    for (const topic of [`ticket:${id}`, `queue:${billing.id}`]) await agent.subscribe(topic);
    await other.subscribe(`queue:${shipping.id}`);
    await purge(id);
    for (const [client, topic, seq] of [
      [customer, topics[0], 3],
      [customer, topics[2], 3],
      [agent, topics[0], 4],
      [agent, topics[1], 4],
    ] as const) {
      expect((await client.factOn(topic ?? '', 'ticket-purged')).fact).toMatchObject({
        ...{ ticketId: id, seq, data: {} },
        actor: { kind: 'system', id: null },
      });
    }
    for (const client of [customer, agent]) {
      const end = await client.next(({ type }) => type === 'refused');
      expect(end).toMatchObject({ topic: `ticket:${id}`, problem: { code: 'not-found' } });
      expect(await client.subscribe(`ticket:${id}`)).toMatchObject({ problem: { code: 'not-found' } });
    }
    await other.settled();
    expect(other.all.filter(({ type }) => type === 'fact')).toEqual([]);
  });

  test('is told to whoever was away, after what they had heard', async () => {
    const id = await node.work.open(carla);
    await node.quiet();
    const cursors = new Map<string, string>();
    for (const [actor, topic] of [
      [carla, 'mine'],
      [ben, `queue:${billing.id}`],
    ] as const) {
      const client = await live(actor);
      cursors.set(topic, String((await client.subscribe(topic)).cursor));
      client.close();
    }
    await purge(id);
    await node.quiet();
    for (const [actor, topic] of [
      [carla, 'mine'],
      [ben, `queue:${billing.id}`],
    ] as const) {
      const client = await live(actor);
      await client.subscribe(topic, cursors.get(topic));
      expect((await client.factOn(topic, 'ticket-purged')).fact).toMatchObject({ ticketId: id });
    }
  });
});
