import { setTimeout as pause } from 'node:timers/promises';
import type { Session } from '#adapters/mikro-orm/session.ts';
import { withDatabase } from '../check/with-database.ts';
import type { Stage } from './stage.ts';

/** Where the last clock stands at first: what dead nodes had taken is free by it. */
const firstMs = 5 * 60_000;
/** A mail that failed seven times waits for six hours; answers are kept for 24. */
const mostMs = 8 * 3_600_000;

/**
 * Lets the hours pass in which everything that waits falls due: one node runs, and its clock is put forward until nothing
 * waits any more, or nothing has moved for so long. What still waits then is found by the checks.
 */
export const rest = (
  { databaseUrl, last: { node, clock } }: Pick<Stage, 'databaseUrl' | 'last'>,
  patienceMs: number,
): Promise<void> =>
  withDatabase(databaseUrl, async (session) => {
    const left = (await queuedMails(session)).map(({ claim }) => claim);
    let passed = firstMs;
    clock.set(passed);
    await node.start();
    let waiting = await waitingFor(session);
    for (let moved = Date.now(); waiting > 0 && Date.now() - moved < patienceMs; await pause(150)) {
      const before = waiting;
      waiting = await waitingFor(session);
      const mails = await queuedMails(session);
      const next = Math.min(...mails.map(({ dueAt }) => dueAt)) - Date.now();
      // a mail that is taken, or is about to be, would be taken once more if its time were over at once
      const isBusy = next <= passed || mails.some(({ claim }) => claim !== null && !left.includes(claim));
      if (!isBusy && next <= mostMs) {
        passed = next + 1000;
        clock.set(passed);
      } else if (waiting === before) continue;
      moved = Date.now();
    }
    await node.stop();
  });

type Waiting = { readonly claim: string | null; readonly dueAt: number };

const queuedMails = (session: Session): Promise<readonly Waiting[]> =>
  session.read(async (db) => {
    const query = db.selectFrom('outbound_mails').select(['claim', 'due_at']).where('state', '=', 'queued');
    return (await query.execute()).map(({ claim, due_at }) => ({
      claim,
      dueAt: session.dialect.fromMoment(due_at).getTime(),
    }));
  });

/** How much there still is to do, of whatever kind. */
const waitingFor = (session: Session): Promise<number> =>
  session.read(async (db) => {
    const facts = await db.selectFrom('facts').select('id').where('position', 'is', null).execute();
    const counters = await db.selectFrom('counters').selectAll().execute();
    const at = (name: string) => Number(counters.find((counter) => counter.name === name)?.value ?? 0);
    const untold = Math.abs(at('positions') - at('relay:letters'));
    return facts.length + untold + (await queuedMails(session)).length;
  });
