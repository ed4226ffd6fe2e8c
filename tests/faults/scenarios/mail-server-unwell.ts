import { setTimeout as pause } from 'node:timers/promises';
import type { MailMood } from '../machine/mail-sink.ts';
import { onTrial } from '../trial/trial.ts';
import { answersAll, type Scenario } from './scenario.ts';

const moods = ['refusing', 'hung', 'slow', 'dropping'] as const satisfies readonly MailMood[];

/** A relay that failed rests for half a minute at most before it looks again. */
const firstMailMs = 45_000;

/** The mail server refuses connections, hangs, is slow, greets and drops, one after the other, and is well again. */
export const mailServerUnwell: Scenario = {
  name: 'the mail server is unwell',
  run: async ({ database, isQuick, progress }) => {
    const seconds = isQuick ? 3 : 12;
    return onTrial({ databaseUrl: await database(), nodes: 2, ...answersAll }, async ({ mails, finds }) => {
      await pause(1000);
      for (const [index, mood] of moods.entries()) {
        progress(index, moods.length);
        await mails.be(mood);
        await pause(seconds * 1000);
      }
      await mails.be('well');
      const arrived = mails.arrivals.length;
      const deadline = Date.now() + firstMailMs;
      while (mails.arrivals.length === arrived && Date.now() < deadline) await pause(100);
      if (mails.arrivals.length === arrived) {
        finds({ check: 'recovery', what: 'no mail was sent although the mail server is well again' });
      }
      return `${moods.join(', ')}, ${seconds} seconds each`;
    });
  },
};
