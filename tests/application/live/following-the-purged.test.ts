import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../support/openings.ts';
import { ben, carla } from '../../support/people.ts';
import { attentive, paperLog } from './paper-log.ts';

const never = new AbortController().signal;

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a ticket that is purged', () => {
  const slowly = async () => {
    const gates: (() => void)[] = [];
    const log = paperLog(async (read) => {
      const found = read();
      await new Promise<void>((resolve) => gates.push(resolve));
      return found;
    });
    const goOn = async (): Promise<void> => {
      for (let rounds = 0; rounds < 20; rounds += 1) {
        gates.shift()?.();
        await settled();
      }
    };
    return { log, goOn };
  };

  test.for([
    ['staff', ben, 'before the facts begin to flow'],
    ['staff', ben, 'while what was missed is read'],
    ['staff', ben, 'when all was told'],
    ['customer', carla, 'when all was told'],
  ] as const)('is told to %s as the last there is, if that comes %s: %s', async ([audience, actor, when]) => {
    const { log, goOn } = await slowly();
    for (const kind of ['reply', 'note', 'reply'] as const) log.commit(kind);
    for (let count = 0; count < 3; count += 1) log.stamp();
    const listener = attentive();
    const topic = { kind: 'ticket', ticket: { id: log.ticket.id } } as const;
    const after = { kind: 'seq', audience, seq: 1 } as const;
    const subscribing = log.subscribe({ topic, after }, { who: () => actor, listener });
    await goOn();
    const following = outcomeOf(await subscribing);
    const purge = async (): Promise<void> => {
      log.purge();
      log.stamp();
      const running = log.hub.run(never);
      await goOn();
      await running;
    };
    if (when === 'before the facts begin to flow') await purge();
    following.start();
    await settled();
    if (when === 'when all was told') await goOn();
    if (when !== 'before the facts begin to flow') await purge();
    await goOn();
    expect([listener.heard.at(-1), listener.told]).toEqual(['tombstone', ['left']]);
    const missed = audience === 'staff' ? ['fact 2', 'fact 3'] : ['fact 3'];
    // what was purged before it was read is gone
    expect(listener.heard.slice(0, -1)).toEqual(when === 'before the facts begin to flow' ? [] : missed);
  });
});
