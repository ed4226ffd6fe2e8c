import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { seconds } from '#domain/shared/duration.ts';
import { bea, ben, carla, dora } from '../../support/people.ts';
import { inMemory } from './in-memory.ts';
import { connect, type Frame, type LiveClient } from './live-client.ts';
import { type LiveDesk, type LiveNode, openLiveDesk } from './live-desk.ts';

let desk: LiveDesk;
let node: LiveNode;
beforeAll(async () => {
  desk = await openLiveDesk(inMemory);
  node = await desk.node();
});
afterAll(() => desk.close());

const live = async (actor: Actor, topic: string): Promise<LiveClient> => {
  const client = await connect(node.url, await node.signIn(actor));
  await client.subscribe(topic);
  return client;
};
const presence = (client: LiveClient): Promise<Frame> => client.next(({ type }) => type === 'presence');
const names = (people: Frame['typing']) => people?.map(({ name }) => name);

const atTicket = async () => {
  const ticketId = await node.work.open(carla);
  const topic = `ticket:${ticketId}`;
  const [customer, agent] = [await live(carla, topic), await live(ben, topic)];
  return { ticketId, topic, customer, agent };
};

test('each side sees the other write, and staff see who of the customers it is', async () => {
  const { ticketId, customer, agent } = await atTicket();
  expect((await agent.ask({ type: 'typing', ticketId })).type).toBe('accepted');
  expect(await presence(customer)).toMatchObject({ typing: [{ name: 'Ben Example', role: 'staff' }] });
  await presence(agent);
  customer.send({ type: 'typing', ticketId });
  expect(names((await presence(agent)).typing)).toEqual(['Ben Example', 'Carla Example']);
  await customer.settled();
  expect(customer.all.filter(({ type }) => type === 'presence')).toHaveLength(1);
});

test('who looks at a ticket, and who writes a note, is shown to staff alone', async () => {
  const { ticketId, topic, customer, agent } = await atTicket();
  const other = await live(bea, topic);
  await other.ask({ type: 'viewing', ticketId });
  expect(names((await presence(agent)).viewing)).toEqual(['Bea Example']);
  await other.ask({ type: 'typing', ticketId, kind: 'internal' });
  expect(names((await presence(agent)).typing)).toEqual(['Bea Example']);
  await customer.ask({ type: 'viewing', ticketId });
  await presence(agent);
  await customer.settled();
  expect(customer.all.filter(({ type }) => type === 'presence')).toEqual([]);
});

test('it fades after thirty seconds, and at once when it is taken back or the connection ends', async () => {
  const { ticketId, customer, agent } = await atTicket();
  await agent.ask({ type: 'typing', ticketId });
  expect(names((await presence(customer)).typing)).toEqual(['Ben Example']);
  await agent.ask({ type: 'typing', ticketId, active: false });
  expect(names((await presence(customer)).typing)).toEqual([]);
  await agent.ask({ type: 'typing', ticketId });
  expect(names((await presence(customer)).typing)).toEqual(['Ben Example']);
  desk.clock.advance(seconds(30));
  expect(names((await presence(customer)).typing)).toEqual([]);
  await agent.ask({ type: 'typing', ticketId });
  expect(names((await presence(customer)).typing)).toEqual(['Ben Example']);
  agent.close();
  expect(names((await presence(customer)).typing)).toEqual([]);
});

test('whoever comes later sees who is there already', async () => {
  const { ticketId, topic, agent } = await atTicket();
  await agent.ask({ type: 'viewing', ticketId });
  const late = await live(bea, topic);
  expect(names((await presence(late)).viewing)).toEqual(['Ben Example']);
});

test('nobody is present where they see nothing, and no customer writes notes', async () => {
  const { ticketId, topic, agent } = await atTicket();
  const stranger = await connect(node.url, await node.signIn(dora));
  expect((await stranger.ask({ type: 'typing', ticketId })).problem?.code).toBe('not-found');
  const customer = await live(carla, topic);
  const note = await customer.ask({ type: 'typing', ticketId, kind: 'internal' });
  expect(note.problem).toMatchObject({ code: 'not-permitted', permission: 'ticket:note' });
  await agent.settled();
  expect(agent.all.filter(({ type }) => type === 'presence')).toEqual([]);
});
