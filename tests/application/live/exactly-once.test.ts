import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cursor } from '#application/live/cursor.ts';
import type { Topic } from '#application/live/topic.ts';
import type { Actor } from '#domain/access/actor.ts';
import { outcomeOf } from '../../support/openings.ts';
import { ben, carla } from '../../support/people.ts';
import { type Pace, type PaperLog, paperLog } from './paper-log.ts';

const never = new AbortController().signal;

/** Follows, and each time so many facts are heard breaks off and comes back with the last cursor. */
const followInPieces = (log: PaperLog, actor: Actor, topic: Topic, pieces: readonly number[]) => {
  const heard: string[] = [];
  let begin: Cursor | undefined;
  let after: Cursor | undefined;
  let cuts = 0;

  const follow = async (): Promise<void> => {
    let left = pieces[cuts] ?? Number.POSITIVE_INFINITY;
    cuts += 1;
    const listener = {
      fact: ({ record }: { record: { id: string } }, cursor: Cursor) => {
        if (left === 0) return;
        left -= 1;
        heard.push(record.id);
        after = cursor;
        if (left > 0) return;
        following.end();
        void follow();
      },
      reset: () => void heard.push('reset'),
      left: () => void heard.push('left'),
      failed: () => void heard.push('failed'),
      ready: () => undefined,
    };
    const following = outcomeOf(await log.subscribe({ topic, after }, { who: () => actor, listener }));
    begin ??= following.cursor;
    following.start();
  };
  return { heard, follow, begin: () => begin };
};

const topics: Readonly<Record<string, (log: PaperLog) => Topic>> = {
  'of a ticket': ({ ticket }) => ({ kind: 'ticket', ticket: { id: ticket.id } }),
  "of one's own tickets": () => ({ kind: 'mine' }),
};

test.for([
  ['an agent', 'of a ticket', ben],
  ['a customer', 'of a ticket', carla],
  ['a customer', "of one's own tickets", carla],
] as const)(
  '%s hears every fact %s once and in order, whatever comes when and however often they break off',
  async ([who, what, actor]) => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom('note', 'reply'), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
        async (scheduler, kinds, pieces) => {
          const turn = (): Promise<void> => scheduler.schedule(Promise.resolve());
          const pace: Pace = async (read) => {
            await turn();
            const found = read();
            await turn();
            return found;
          };
          const log = paperLog(pace);
          const follower = followInPieces(
            log,
            actor,
            (topics[what] ?? topics['of a ticket'])?.(log) ?? { kind: 'mine' },
            pieces,
          );
          const writing = async (): Promise<void> => {
            for (const kind of kinds) {
              await turn();
              log.commit(kind);
            }
          };
          const stamping = async (): Promise<void> => {
            for (const _ of kinds) {
              await turn();
              log.stamp();
            }
          };
          const telling = async (): Promise<void> => {
            for (let run = 0; run < kinds.length * 2; run += 1) {
              await turn();
              await log.hub.run(never);
            }
          };
          const all = Promise.all([writing(), stamping(), telling(), turn().then(follower.follow)]);
          await scheduler.waitFor(all);
          for (const _ of kinds) log.stamp();
          for (let run = 0; run < 3; run += 1) await scheduler.waitFor(log.hub.run(never));
          await scheduler.waitIdle();

          const begin = follower.begin();
          const isAfter = ({ seq, publicSeq, position }: PaperLog['written'][number]): boolean =>
            begin?.kind === 'seq'
              ? ((who === 'an agent' ? seq : publicSeq) ?? 0) > begin.seq
              : (position ?? 0) > (begin?.position ?? 0);
          const wanted = log.written.filter(
            (fact) => isAfter(fact) && (who === 'an agent' || fact.publicSeq !== undefined),
          );
          expect(follower.heard).toEqual(wanted.map(({ id }) => id));
        },
      ),
      { numRuns: 1500 },
    );
  },
);
