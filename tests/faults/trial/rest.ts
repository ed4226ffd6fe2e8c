import { setTimeout as pause } from 'node:timers/promises';
import type { Session } from '#adapters/mikro-orm/session.ts';
import { claimMs } from '#application/relays/send-mails.ts';
import { withDatabase } from '../check/with-database.ts';
import type { Stage } from './stage.ts';

/** Where the last clock stands at first: what dead nodes had taken is free by it. */
const firstMs = 5 * 60_000;
/** Shorter than a mail is one node's, so that none is taken again before it has been seen to be on its way. */
const stepMs = claimMs - 30_000;
/** A mail that failed seven times waits for six hours; answers are kept for 24. */
const mostMs = 8 * 3_600_000;

/**
 * Lets the hours pass in which everything that waits falls due: one node runs, and its clock is put forward until nothing
 * waits any more. What still does after this long is found by the checks.
 */
export const rest = (
  { databaseUrl, last: { node, clock } }: Pick<Stage, 'databaseUrl' | 'last'>,
  withinMs: number,
): Promise<void> =>
  withDatabase(databaseUrl, async (session) => {
    const left = await claims(session);
    let passed = firstMs;
    clock.set(passed);
    await node.start();
    for (const deadline = Date.now() + withinMs; Date.now() < deadline; await pause(150)) {
      if (!(await isAnythingWaiting(session))) break;
      const isOnItsWay = (await claims(session)).some((claim) => !left.includes(claim));
      if (isOnItsWay) continue;
      passed = Math.min(passed + stepMs, mostMs);
      clock.set(passed);
    }
    await node.stop();
  });

const claims = (session: Session): Promise<readonly (string | null)[]> =>
  session.read(async (db) => {
    const query = db.selectFrom('outbound_mails').select('claim').where('claim', 'is not', null);
    return (await query.execute()).map(({ claim }) => claim);
  });

const isAnythingWaiting = (session: Session): Promise<boolean> =>
  session.read(async (db) => {
    const fact = await db.selectFrom('facts').select('id').where('position', 'is', null).executeTakeFirst();
    const mail = await db
      .selectFrom('outbound_mails')
      .select('id')
      .where('state', '=', 'queued')
      .executeTakeFirst();
    const counters = await db.selectFrom('counters').selectAll().execute();
    const at = (name: string) => Number(counters.find((counter) => counter.name === name)?.value ?? 0);
    return fact !== undefined || mail !== undefined || at('relay:letters') < at('positions');
  });
