import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { TicketBody } from '../../support/http/bodies.ts';
import type { CastName } from '../../support/http/sign-ins.ts';
import { at, raisedBy, threadFor } from '../../support/http/stories.ts';
import { connect, type LiveClient } from './live-client.ts';

const canary = 'canary: she is difficult';

eachEngine('A ticket that is merged', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const live = async (who: CastName): Promise<LiveClient> =>
    connect(desk.url, { token: await desk.tokenOf(who) });
  const topicOf = ({ id }: TicketBody): string => `ticket:${id}`;
  const merge = (source: TicketBody, survivor: TicketBody) =>
    desk.as('ben').post(`${at(source)}/merge`, { into: survivor.id });
  const two = async () => {
    const source = await raisedBy(desk.as('carla'), { body: 'Hello from carla' });
    const survivor = await raisedBy(desk.as('dora'), { body: 'Hello from dora' });
    await desk.as('ben').post(`${at(source)}/messages`, { body: canary, kind: 'internal' });
    return { source, survivor };
  };
  const heardOf = (client: LiveClient, topic: string) =>
    client.all.flatMap((frame) => (frame.type === 'fact' && frame.topic === topic ? [frame.fact] : []));

  test('tells its followers that it is gone, and those of the survivor every message that came along', async () => {
    const { source, survivor } = await two();
    const [carla, dora] = await Promise.all([live('carla'), live('dora')]);
    await carla.subscribe(topicOf(source));
    await dora.subscribe(topicOf(survivor));
    expect((await carla.subscribe(topicOf(survivor))).problem?.code).toBe('not-found');
    await merge(source, survivor);
    expect((await carla.factOn(topicOf(source), 'ticket-merged')).fact?.data).toEqual({});
    const took = await dora.factOn(topicOf(survivor), 'message-taken-over');
    expect(took.fact?.data.message).toMatchObject({ body: 'Hello from carla', ticketId: survivor.id });
    expect((await carla.subscribe(topicOf(survivor))).type).toBe('subscribed');
    const refused = await carla.ask({ type: 'reply', ticketId: source.id, body: 'Anybody there?' });
    expect(refused.problem?.code).toBe('ticket-merged');
    for (const client of [carla, dora]) {
      await client.settled();
      expect(JSON.stringify(client.all)).not.toContain('canary');
    }
    const seqs = heardOf(dora, topicOf(survivor)).map((fact) => fact?.seq ?? 0);
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  });

  test('ends what its people followed of the survivor once that is undone, and goes on itself', async () => {
    const { source, survivor } = await two();
    const carla = await live('carla');
    await merge(source, survivor);
    for (const ticket of [source, survivor]) await carla.subscribe(topicOf(ticket));
    await desk.as('ben').post(`${at(source)}/merge/undo`);
    const end = await carla.next(({ type }) => type === 'refused');
    expect(end).toMatchObject({ topic: topicOf(survivor), problem: { code: 'not-found' } });
    await carla.factOn(topicOf(source), 'merge-undone');
    await desk.as('ben').post(`${at(survivor)}/messages`, { body: 'For dora alone' });
    await desk.as('ben').post(`${at(source)}/messages`, { body: 'For carla' });
    const heard = await carla.factOn(topicOf(source), 'ticket-replied');
    expect(heard.fact?.data.message?.body).toBe('For carla');
    expect(JSON.stringify(carla.all)).not.toContain('For dora alone');
    expect((await threadFor(desk.as('carla'), source)).at(-1)?.body).toBe('For carla');
  });
});
