import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import { eachEngine } from '../../support/engines.ts';
import { bea, ben, carla, lena } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
import { connect, type Frame, type LiveClient } from './live-client.ts';
import { type LiveDesk, type LiveNode, openLiveDesk } from './live-desk.ts';

eachEngine('coming back', (engine) => {
  let desk: LiveDesk;
  let node: LiveNode;
  beforeAll(async () => {
    desk = await openLiveDesk(engine);
    node = await desk.node();
  });
  afterAll(() => desk.close());

  const live = async (actor: Actor): Promise<LiveClient> => connect(node.url, await node.signIn(actor));
  const lastCursor = ({ all }: LiveClient, topic: string): string | undefined =>
    all.findLast((frame) => frame.topic === topic && frame.cursor !== undefined)?.cursor;
  const cut = async (client: LiveClient): Promise<void> => {
    client.socket.terminate();
    await client.closed;
  };

  /** Where a topic is now, for a first cursor. */
  const cursorNow = async (actor: Actor, topic: string): Promise<string> => {
    const client = await live(actor);
    const { cursor = '' } = await client.subscribe(topic);
    await cut(client);
    return cursor;
  };

  /** Follows a topic over connections that break after a few frames, until the last fact is dealt with. */
  const followBrokenly = async (
    actor: Actor,
    topic: string,
    start: string,
    isLast: (frame: Frame) => boolean,
  ) => {
    const heard: (string | undefined)[] = [];
    let after = start;
    for (let cuts = 1; ; cuts += 1) {
      const client = await live(actor);
      await client.subscribe(topic, after);
      for (let count = 0; count < 2 + (cuts % 5); count += 1) {
        const frame = await client.next(({ type }) => type === 'fact');
        heard.push(frame.fact?.id);
        after = frame.cursor ?? after;
        if (isLast(frame)) return { heard, cuts };
      }
      await cut(client);
    }
  };

  /** Several people write at once, and a last message after all of them. */
  const busyTalk = async (tickets: readonly TicketId[]): Promise<void> => {
    const writers: readonly Actor[] = [carla, ben, bea, lena];
    await Promise.all(
      writers.map(async (by) => {
        for (let count = 0; count < 6; count += 1) {
          for (const ticket of tickets) {
            await node.work.reply(by, ticket, `${count}`);
            if (by !== carla) await node.work.note(by, ticket, `canary ${count}`);
          }
        }
      }),
    );
    for (const ticket of tickets) await node.work.reply(carla, ticket, 'the end');
  };
  const isTheEnd = ({ fact }: Frame): boolean => fact?.data.message?.body === 'the end';

  const storedFacts = () =>
    node.session.read((db) =>
      db
        .selectFrom('facts')
        .select(['id', 'ticket_id', 'seq', 'public_seq', 'position'])
        .orderBy('position')
        .execute(),
    );

  test.for([
    ['a customer', carla],
    ['an agent', ben],
  ] as const)(
    '%s misses nothing of a ticket and hears nothing twice, however often the line breaks',
    async ([who, actor]) => {
      const ticket = await node.work.open(carla);
      const topic = `ticket:${ticket}`;
      const following = followBrokenly(actor, topic, await cursorNow(actor, topic), isTheEnd);
      await busyTalk([ticket]);
      const { heard, cuts } = await following;
      const wanted = (await storedFacts())
        .filter(({ ticket_id, seq }) => ticket_id === ticket && seq > 2)
        .toSorted((one, other) => one.seq - other.seq)
        .filter(({ public_seq }) => who === 'an agent' || public_seq !== null);
      expect(heard).toEqual(wanted.map(({ id }) => id));
      expect(cuts).toBeGreaterThan(3);
    },
  );

  test('an agent misses nothing of a queue and hears nothing twice, however often the line breaks', async () => {
    const tickets = [await node.work.open(carla), await node.work.open(carla)];
    const topic = `queue:${billing.id}`;
    const start = await cursorNow(ben, topic);
    let ends = 0;
    const following = followBrokenly(ben, topic, start, (frame) => {
      // the end of what another test told may be placed only now
      if (isTheEnd(frame) && tickets.some((ticket) => ticket === frame.fact?.ticketId)) ends += 1;
      return ends === tickets.length;
    });
    await busyTalk(tickets);
    const { heard, cuts } = await following;
    const from = node.cursors.read(start);
    const wanted = (await storedFacts()).filter(
      ({ position }) => from !== 'unusable' && from.kind === 'position' && Number(position) > from.position,
    );
    expect(heard).toEqual(wanted.map(({ id }) => id).slice(0, heard.length));
    expect(heard).toHaveLength(wanted.length);
    expect(cuts).toBeGreaterThan(10);
  });

  test('what happened while away is told first, then what happens, in one order', async () => {
    const ticket = await node.work.open(carla);
    const client = await live(carla);
    await client.subscribe('mine');
    await node.work.reply(ben, ticket, 'one');
    await client.factOn('mine', 'ticket-opened-again');
    await cut(client);
    for (const body of ['two', 'three', 'four']) await node.work.reply(ben, ticket, body);

    const back = await live(carla);
    const after = lastCursor(client, 'mine');
    const writing = node.work.reply(ben, ticket, 'five');
    expect(await back.subscribe('mine', after)).toMatchObject({ type: 'subscribed', topic: 'mine' });
    await writing;
    await node.work.reply(ben, ticket, 'six');
    await back.next(({ fact }) => fact?.data.message?.body === 'six');
    expect(back.factsOn('mine').map(({ data }) => data.message?.body)).toEqual([
      'two',
      'three',
      'four',
      'five',
      'six',
    ]);
  });

  test('the version read over HTTP is a cursor of the ticket', async () => {
    const ticket = await node.work.open(carla);
    const { customer = 0 } = await node.work.versions(ticket);
    await node.work.note(ben, ticket, 'canary');
    await node.work.reply(ben, ticket, 'Meanwhile.');
    const client = await live(carla);
    await client.subscribe(`ticket:${ticket}`, String(customer));
    expect((await client.next(({ type }) => type === 'fact')).fact?.data.message?.body).toBe('Meanwhile.');
  });

  describe('a cursor that cannot be used leads to a reset, and to what happens from then on', () => {
    const unusable = {
      nonsense: async () => 'nonsense',
      'one of another installation': async () =>
        'v1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      'one that is ahead of all': async (topic: string) =>
        topic.startsWith('ticket') ? 'c999999' : node.cursors.write({ kind: 'position', position: 999_999 }),
      'one of another kind of topic': async (topic: string) =>
        topic.startsWith('ticket') ? node.cursors.write({ kind: 'position', position: 1 }) : 'c1',
      'one from behind the horizon': async (topic: string) =>
        topic.startsWith('ticket')
          ? node.cursors.write({ kind: 'seq', audience: 'staff', seq: 1 })
          : node.cursors.write({ kind: 'position', position: -10_000 }),
    };
    for (const [what, cursor] of Object.entries(unusable)) {
      test.for(['ticket', 'mine'])(`${what}, on %s`, async (kind) => {
        const ticket = await node.work.open(carla);
        const topic = kind === 'ticket' ? `ticket:${ticket}` : 'mine';
        const client = await live(carla);
        expect((await client.subscribe(topic, await cursor(topic))).type).toBe('subscribed');
        expect((await client.next(({ type }) => type === 'reset')).topic).toBe(topic);
        await node.work.reply(ben, ticket, 'From now on.');
        const frame = await client.next(({ fact }) => fact?.type === 'ticket-replied');
        expect(frame.fact?.data.message?.body).toBe('From now on.');
      });
    }
  });
});
