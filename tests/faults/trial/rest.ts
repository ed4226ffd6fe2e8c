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
 * waits any more, or nothing has moved for so long. What still waits then is found by the checks.
 */
export const rest = (
  { databaseUrl, last: { node, clock } }: Pick<Stage, 'databaseUrl' | 'last'>,
  patienceMs: number,
): Promise<void> =>
  withDatabase(databaseUrl, async (session) => {
    const left = await claims(session);
    let passed = firstMs;
    clock.set(passed);
    await node.start();
    let waiting = await waitingFor(session);
    for (let moved = Date.now(); waiting > 0 && Date.now() - moved < patienceMs; await pause(150)) {
      const now = await waitingFor(session);
      if (now !== waiting) moved = Date.now();
      waiting = now;
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

/** How much there still is to do, of whatever kind. */
const waitingFor = (session: Session): Promise<number> =>
  session.read(async (db) => {
    const facts = await db.selectFrom('facts').select('id').where('position', 'is', null).execute();
    const mails = await db.selectFrom('outbound_mails').select('id').where('state', '=', 'queued').execute();
    const counters = await db.selectFrom('counters').selectAll().execute();
    const at = (name: string) => Number(counters.find((counter) => counter.name === name)?.value ?? 0);
    return facts.length + mails.length + Math.abs(at('positions') - at('relay:letters'));
  });
