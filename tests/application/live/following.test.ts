import { describe, expect, test } from 'vitest';
import { farthestBehind } from '#application/live/cursor.ts';
import type { Actor } from '#domain/access/actor.ts';
import { outcomeOf } from '../../support/openings.ts';
import { ben, carla, dora, sam } from '../../support/people.ts';
import { shipping } from '../../support/queues.ts';
import { attentive, type Pace, paperLog } from './paper-log.ts';

const never = new AbortController().signal;
const atOnce: Pace = async (read) => read();

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a cursor', () => {
  const longLog = async () => {
    const log = paperLog(atOnce);
    for (let count = 0; count < farthestBehind + 1; count += 1) {
      log.commit('reply');
      log.stamp();
    }
    await log.hub.ready();
    return log;
  };
  const heardAfter = async (kind: 'ticket' | 'mine', behind: number) => {
    const log = await longLog();
    const head = log.written.length;
    const listener = attentive();
    const ticket = { kind: 'ticket', ticket: { id: log.ticket.id } } as const;
    const after =
      kind === 'ticket'
        ? ({ kind: 'seq', audience: 'customer', seq: head - behind } as const)
        : ({ kind: 'position', position: head - behind } as const);
    const wanted = { topic: kind === 'ticket' ? ticket : ({ kind: 'mine' } as const), after };
    outcomeOf(await log.subscribe(wanted, { who: () => carla, listener })).start();
    while (listener.heard.length < behind && listener.told.length === 0) await settled();
    return listener;
  };

  test.for(['ticket', 'mine'] as const)('of a %s is good for ten thousand facts', async (kind) => {
    const { heard, told } = await heardAfter(kind, farthestBehind);
    expect([heard.length, new Set(heard).size, told]).toEqual([farthestBehind, farthestBehind, []]);
  });

  test.for(['ticket', 'mine'] as const)('of a %s leads to a reset behind that', async (kind) => {
    const { heard, told } = await heardAfter(kind, farthestBehind + 1);
    expect([heard.length, told]).toEqual([0, ['reset']]);
  });
});

describe('rights that change', () => {
  const following = async (actor: () => Actor) => {
    const log = paperLog(atOnce);
    log.commit('reply');
    log.stamp();
    const listener = attentive();
    const topic = { kind: 'ticket', ticket: { id: log.ticket.id } } as const;
    const followed = outcomeOf(await log.subscribe({ topic, after: undefined }, { who: actor, listener }));
    followed.start();
    const say = async (kind: 'note' | 'reply'): Promise<void> => {
      log.commit(kind);
      log.stamp();
      await log.hub.run(never);
      await settled();
    };
    return { log, listener, followed, say };
  };

  test('end the following of a ticket that is out of sight now, even if nothing happens to it', async () => {
    let actor: Actor = ben;
    const { listener, followed, say } = await following(() => actor);
    await say('note');
    actor = { ...ben, grants: [] };
    followed.recheck();
    await say('note');
    expect([listener.heard, listener.told]).toEqual([['fact 2'], ['left']]);
  });

  test('are seen with the next fact, before it is told', async () => {
    let actor: Actor = ben;
    const { listener, say } = await following(() => actor);
    actor = { ...ben, grants: [] };
    await say('note');
    expect([listener.heard, listener.told]).toEqual([[], ['left']]);
  });

  test('are seen while facts that were missed are still being read', async () => {
    const gates: (() => void)[] = [];
    const log = paperLog(async (read) => {
      const found = read();
      await new Promise<void>((resolve) => gates.push(resolve));
      return found;
    });
    const next = async (): Promise<void> => {
      while (gates.length === 0) await settled();
      gates.shift()?.();
      await settled();
    };
    for (const kind of ['reply', 'note', 'note'] as const) log.commit(kind);
    let actor: Actor = ben;
    const listener = attentive();
    const topic = { kind: 'ticket', ticket: { id: log.ticket.id } } as const;
    const after = { kind: 'seq', audience: 'staff', seq: 1 } as const;
    const subscribing = log.subscribe({ topic, after }, { who: () => actor, listener });
    await next();
    await next();
    const following = outcomeOf(await subscribing);
    following.start();
    actor = { ...ben, grants: [] };
    following.recheck();
    await next();
    expect([listener.heard, listener.told]).toEqual([[], ['left']]);
  });

  test('that end before the facts begin to flow are told then, and not before', async () => {
    const log = paperLog(atOnce);
    log.commit('reply');
    let actor: Actor = ben;
    const listener = attentive();
    const topic = { kind: 'ticket', ticket: { id: log.ticket.id } } as const;
    const following = outcomeOf(
      await log.subscribe({ topic, after: undefined }, { who: () => actor, listener }),
    );
    actor = { ...ben, grants: [] };
    log.commit('note');
    for (const _ of log.written) log.stamp();
    await log.hub.run(never);
    expect(listener.told).toEqual([]);
    following.start();
    await settled();
    expect([listener.heard, listener.told]).toEqual([[], ['left']]);
  });

  test('begin the count anew when staff become customers of it', async () => {
    const { log, listener, say } = await following(() => ben);
    await say('note');
    log.move({ requester: ben.id, queue: shipping.id });
    await say('note');
    await say('reply');
    expect([listener.heard, listener.told]).toEqual([['fact 2', 'fact 4'], ['reset']]);
  });

  test('tell nothing that is read of a ticket which the hub does not know yet to be elsewhere', async () => {
    const log = paperLog(atOnce);
    log.commit('reply');
    log.stamp();
    const listener = attentive();
    const topic = { kind: 'ticket', ticket: { id: log.ticket.id } } as const;
    const following = outcomeOf(
      await log.subscribe({ topic, after: undefined }, { who: () => ben, listener }),
    );
    log.commit('note');
    log.move({ queue: shipping.id });
    following.start();
    await settled();
    expect([listener.heard, listener.told]).toEqual([[], ['left']]);
  });

  test('let nobody in who has none', async () => {
    const log = paperLog(atOnce);
    log.commit('reply');
    const topic = { kind: 'ticket', ticket: { id: log.ticket.id } } as const;
    const decision = await log.subscribe(
      { topic, after: undefined },
      { who: () => sam, listener: attentive() },
    );
    expect(decision).toEqual({ ok: false, refusal: { code: 'not-found' } });
  });
});

test('a ticket is told in its own order, even by a feed that has lost it', async () => {
  const log = paperLog(atOnce);
  log.commit('reply');
  log.stamp();
  const listener = attentive();
  const topic = { kind: 'ticket', ticket: { id: log.ticket.id } } as const;
  outcomeOf(await log.subscribe({ topic, after: undefined }, { who: () => ben, listener })).start();
  await settled();
  for (let count = 0; count < 3; count += 1) log.commit('note');
  for (let count = 0; count < 3; count += 1) {
    log.stamp('newest');
    await log.hub.run(never);
    await settled();
  }
  expect(listener.heard).toEqual(['fact 2', 'fact 3', 'fact 4']);
});

describe('a listener', () => {
  test('that cannot take a fact loses its topic and is told so; the others hear it', async () => {
    const log = paperLog(atOnce);
    const [good, bad] = [attentive(), { ...attentive(), told: [] as string[] }];
    bad.fact = () => {
      throw new Error('no room');
    };
    bad.failed = () => void bad.told.push('failed');
    for (const listener of [bad, good]) {
      const wanted = { topic: { kind: 'mine' }, after: undefined } as const;
      outcomeOf(await log.subscribe(wanted, { who: () => carla, listener })).start();
    }
    await settled();
    for (let count = 0; count < 2; count += 1) {
      log.commit('reply');
      log.stamp();
      await log.hub.run(never);
    }
    expect([good.heard, bad.told]).toEqual([['fact 1', 'fact 2'], ['failed']]);
  });

  test('is not held up by what is not for it', async () => {
    const log = paperLog(atOnce);
    for (let count = 0; count < 3; count += 1) {
      log.commit('reply');
      log.stamp();
    }
    const listener = attentive();
    const wanted = { topic: { kind: 'mine' }, after: { kind: 'position', position: 0 } } as const;
    outcomeOf(await log.subscribe(wanted, { who: () => dora, listener })).start();
    await settled();
    log.move({ participants: [dora.id] });
    log.commit('reply');
    log.stamp();
    await log.hub.run(never);
    expect(listener.heard).toEqual(['fact 4']);
  });

  test('that is not ready for what it missed is waited for', async () => {
    const log = paperLog(atOnce);
    for (let count = 0; count < 3; count += 1) {
      log.commit('reply');
      log.stamp();
    }
    let goOn = (): void => {};
    const listener = {
      ...attentive(),
      ready: () =>
        new Promise<void>((resolve) => {
          goOn = resolve;
        }),
    };
    const wanted = { topic: { kind: 'mine' }, after: { kind: 'position', position: 0 } } as const;
    outcomeOf(await log.subscribe(wanted, { who: () => carla, listener })).start();
    for (const count of [0, 1, 2]) {
      await settled();
      expect(listener.heard).toHaveLength(count);
      goOn();
    }
    await settled();
    expect(listener.heard).toEqual(['fact 1', 'fact 2', 'fact 3']);
  });
});
