import { beforeEach, describe, expect, test } from 'vitest';
import { inProcessChangeHint } from '#adapters/system/change-hint.ts';
import { pollMs, type Relay } from '#application/relays/relay.ts';
import {
  graceMs,
  longestBreathMs,
  longestPauseMs,
  type RunningRelay,
  shortestBreathMs,
  startRelay,
} from '#application/relays/relay-runner.ts';
import { minutes, seconds } from '#domain/shared/duration.ts';
import { type AdjustableClock, adjustableClock } from '../../support/adjustable-clock.ts';
import { type HandTimer, handTimer } from '../../support/hand-timer.ts';
import { recordingLogger } from '../../support/recording-logger.ts';

type Outcome = Awaited<ReturnType<Relay['run']>>;

describe('a relay', () => {
  let timer: HandTimer;
  let clock: AdjustableClock;
  let logger: ReturnType<typeof recordingLogger>;
  let changes: ReturnType<typeof inProcessChangeHint>;

  beforeEach(() => {
    timer = handTimer();
    clock = adjustableClock();
    logger = recordingLogger();
    changes = inProcessChangeHint();
  });

  /** A relay whose runs go one by one as the steps say; then there is nothing to do. */
  const startedWith = (
    steps: readonly (() => Outcome | Promise<Outcome>)[],
    more: Partial<Relay> = {},
  ): RunningRelay & { readonly runs: () => number } => {
    let runs = 0;
    const run = async (): Promise<Outcome> => {
      runs += 1;
      return (await steps[runs - 1]?.()) ?? false;
    };
    const relay: Relay = { name: 'relay', topic: 'facts', run, ...more };
    const running = startRelay(relay, { changes, timer, clock, logger, random: () => 1 });
    return { ...running, runs: () => runs };
  };

  const fails = (code: string) => (): never => {
    throw Object.assign(new Error(code), { code });
  };

  test('goes on while there is something to do, then looks again after a second', async () => {
    const relay = startedWith([() => true, () => true, () => false]);
    const rest = await timer.nth(0);
    expect(relay.runs()).toBe(3);
    expect(rest.milliseconds).toBe(pollMs);
    rest.end();
    await timer.nth(1);
    expect(relay.runs()).toBe(4);
  });

  test('that nobody waits for takes a longer breath', async () => {
    const relay = startedWith([], { breathMs: 200 });
    await timer.nth(0);
    clock.advance(5);
    changes.hint('facts');
    const breath = await timer.nth(1);
    expect(breath.milliseconds).toBe(195);
    breath.end();
    await timer.nth(2).then(() => expect(relay.runs()).toBe(2));
  });

  test('without a topic is woken by no hint', async () => {
    const deaf = startedWith([], { topic: undefined });
    await timer.nth(0);
    for (const topic of ['facts', 'feed', 'mails'] as const) changes.hint(topic);
    await new Promise(setImmediate);
    expect(deaf.runs()).toBe(1);
  });

  test('is woken from its rest by a hint of its topic at once', async () => {
    const relay = startedWith([]);
    await timer.nth(0);
    clock.advance(shortestBreathMs);
    changes.hint('mails');
    changes.hint('feed');
    changes.hint('facts');
    const rest = await timer.nth(1);
    expect(relay.runs()).toBe(2);
    expect(rest.milliseconds).toBe(pollMs);
  });

  test.each([
    ['a blink', 0, 5, shortestBreathMs - 5],
    ['some time', 40, 10, 70],
    ['very long', minutes(1), 10, longestBreathMs - 10],
    ['an unknown time, for the clock was set back', -seconds(60), 0, shortestBreathMs],
  ])('that ran for %s serves together what it is hinted at soon after', async (_, ran, later, breath) => {
    const relay = startedWith([
      () => {
        clock.advance(ran);
        return false;
      },
    ]);
    await timer.nth(0);
    clock.advance(later);
    changes.hint('facts');
    const pause = await timer.nth(1);
    expect(pause.milliseconds).toBe(breath);
    changes.hint('facts');
    changes.hint('facts');
    expect(relay.runs()).toBe(1);
    pause.end();
    const rest = await timer.nth(2);
    expect(relay.runs()).toBe(2);
    expect(rest.milliseconds).toBe(pollMs);
  });

  test('stops at once also between two runs', async () => {
    const relay = startedWith([]);
    await timer.nth(0);
    changes.hint('facts');
    await timer.nth(1);
    await relay.stop();
    expect(relay.runs()).toBe(1);
  });

  test('runs again when the hint came while it ran', async () => {
    const relay = startedWith([
      () => {
        changes.hint('facts');
        return false;
      },
    ]);
    (await timer.nth(0)).end();
    const rest = await timer.nth(1);
    expect(relay.runs()).toBe(2);
    expect(rest.milliseconds).toBe(pollMs);
  });

  test('pauses longer and longer while it fails, and lets no hint hurry it', async () => {
    const relay = startedWith(Array.from({ length: 7 }, () => fails('ETIMEDOUT')));
    for (let count = 0; count < 7; count += 1) {
      const pause = await timer.nth(count);
      changes.hint('facts');
      await Promise.resolve();
      expect(relay.runs()).toBe(count + 1);
      pause.end();
    }
    await timer.nth(7);
    expect(timer.waits.map(({ milliseconds }) => milliseconds)).toEqual([
      ...[1, 2, 4, 8, 16].map((count) => count * pollMs),
      longestPauseMs,
      longestPauseMs,
      pollMs,
    ]);
  });

  test('tells of trouble when it begins, when it changes and when it is over, but not each time', async () => {
    startedWith([fails('A'), fails('A'), fails('B'), fails('B'), () => false, fails('B')]);
    for (let count = 0; count < 6; count += 1) (await timer.nth(count)).end();
    await timer.nth(6);
    expect(logger.lines.map(({ level, facts }) => [level, 'cause' in facts ? facts.cause : ''])).toEqual([
      ['error', 'A'],
      ['error', 'B'],
      ['info', ''],
      ['error', 'B'],
      ['info', ''],
    ]);
  });

  test('does not say that trouble is over before something has shown it', async () => {
    const nothing = (): Outcome => 'nothing-to-tell-by';
    startedWith([fails('A'), nothing, fails('A'), nothing, nothing, () => false]);
    for (let count = 0; count < 6; count += 1) (await timer.nth(count)).end();
    await timer.nth(6);
    expect(logger.lines.map(({ level }) => level)).toEqual(['error', 'info']);
    expect(timer.waits.map(({ milliseconds }) => milliseconds)).toEqual(Array(7).fill(pollMs));
  });

  test('heeds hints again once it works again', async () => {
    const relay = startedWith([fails('A')]);
    (await timer.nth(0)).end();
    await timer.nth(1);
    clock.advance(shortestBreathMs);
    changes.hint('facts');
    await timer.nth(2);
    expect(relay.runs()).toBe(3);
  });

  test('stops at once when it rests, and gives back what it holds', async () => {
    let released = 0;
    const relay = startedWith([], {
      release: async () => {
        released += 1;
      },
    });
    await timer.nth(0);
    await relay.stop();
    changes.hint('facts');
    expect(released).toBe(1);
    expect(relay.runs()).toBe(1);
  });

  test('finishes what it does before it stops', async () => {
    let finish = (_: boolean): void => {};
    let done = false;
    const relay = startedWith([
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }).then(() => {
          done = true;
          return true;
        }),
    ]);
    const stopped = relay.stop();
    expect((await timer.nth(0)).milliseconds).toBe(graceMs);
    finish(true);
    await stopped;
    expect(done).toBe(true);
    expect(relay.runs()).toBe(1);
  });

  test('stops also when it is stuck', async () => {
    const relay = startedWith([() => new Promise(() => {})]);
    const stopped = relay.stop();
    (await timer.nth(0)).end();
    await stopped;
  });

  test('stops also when what it holds cannot be given back', async () => {
    const relay = startedWith([], { release: async () => fails('AWAY')() });
    await relay.stop();
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn']);
  });

  test('tells a run that it is to end', async () => {
    let told: AbortSignal | undefined;
    const relay = startedWith([], {
      run: async (stopping) => {
        told = stopping;
        return false;
      },
    });
    await timer.nth(0);
    expect(told?.aborted).toBe(false);
    await relay.stop();
    expect(told?.aborted).toBe(true);
  });
});
