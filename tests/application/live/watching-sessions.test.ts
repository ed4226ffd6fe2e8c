import { expect, test } from 'vitest';
import { inProcessSessionEndings } from '#adapters/system/session-endings.ts';
import { lookEveryMs, watchSessions } from '#application/live/watch-sessions.ts';
import type { Principals } from '#application/ports/principals.ts';
import type { User } from '#domain/identity/user.ts';
import { handTimer } from '../../support/hand-timer.ts';
import { carlaWith, principalOf, sessionId } from '../../support/identity-people.ts';
import { recordingLogger } from '../../support/recording-logger.ts';

const watching = () => {
  const timer = handTimer();
  const logger = recordingLogger();
  const sessionEndings = inProcessSessionEndings();
  const carla = carlaWith();
  let answer = async (): Promise<User | undefined> => carla;
  const principals: Principals = {
    ofSession: async (session) => {
      const user = await answer();
      return user && principalOf(user, session);
    },
    ofToken: async () => undefined,
    ofUser: async () => undefined,
    forgetSession: () => {},
    forgetUser: () => {},
  };
  const watch = watchSessions({ principals, sessionEndings, timer, logger });
  const told: string[] = [];
  const leave = watch.add({
    session: sessionId(1),
    changed: ({ user }) => void told.push(`${user.grants.length} grants`),
    ended: () => void told.push('ended'),
  });
  let rounds = 0;
  return {
    watch,
    told,
    leave,
    sessionEndings,
    log: logger.lines,
    answers: (next: typeof answer) => {
      answer = next;
    },
    async round(): Promise<void> {
      const wait = await timer.nth(rounds);
      expect(wait.milliseconds).toBe(lookEveryMs);
      rounds += 1;
      wait.end();
      await timer.nth(rounds);
    },
  };
};

test('a session that this node ends is told at once, and no other', async () => {
  const { told, sessionEndings, watch } = watching();
  sessionEndings.ended([sessionId(2)]);
  expect(told).toEqual([]);
  sessionEndings.ended([sessionId(1)]);
  expect(told).toEqual(['ended']);
  await watch.stop();
});

test('what other nodes change is seen with the next look', async () => {
  const { told, round, answers, watch } = watching();
  await round();
  answers(async () => carlaWith({ grants: [] }));
  await round();
  answers(async () => undefined);
  await round();
  expect(told).toEqual(['1 grants', '0 grants', 'ended']);
  await watch.stop();
});

test('a database that is away ends nothing, and is reported once', async () => {
  const { told, round, answers, log, watch } = watching();
  answers(async () => {
    throw new Error('away');
  });
  await round();
  await round();
  expect([told, log.length]).toEqual([[], 1]);
  answers(async () => undefined);
  await round();
  expect(told).toEqual(['ended']);
  await watch.stop();
});

test('who left is not watched any more', async () => {
  const { told, leave, round, sessionEndings, watch } = watching();
  leave();
  await round();
  sessionEndings.ended([sessionId(1)]);
  expect(told).toEqual([]);
  await watch.stop();
});
