import { sql } from 'kysely';
import type { Backlog } from '#application/ports/backlog.ts';
import type { Session } from '../session.ts';
import { countersIn } from './counter.ts';
import { positions } from './sequencer.ts';

/** Reads what waits by the indexes that the relays themselves use. */
export const mikroOrmBacklog = (session: Session): Backlog => {
  const counters = countersIn(session);
  return {
    async read(now) {
      const [queued, dead, unplaced, head, told, due] = await Promise.all([
        session.read((db) =>
          db
            .selectFrom('outbound_mails')
            .select([
              sql<number>`count(*)`.as('count'),
              sql<string | number | null>`min(due_at)`.as('oldest'),
            ])
            .where('state', '=', 'queued')
            .executeTakeFirstOrThrow(),
        ),
        countOf(session, 'dead'),
        session.read((db) =>
          db
            .selectFrom('facts')
            .select(sql<number>`count(*)`.as('count'))
            .where('position', 'is', null)
            .executeTakeFirstOrThrow(),
        ),
        counters.at(positions),
        counters.at('relay:letters'),
        session.read((db) =>
          db
            .selectFrom('due_times')
            .select([
              sql<number>`count(*)`.as('count'),
              sql<string | number | null>`min(due_at)`.as('oldest'),
            ])
            .where('due_at', '<=', session.dialect.toMoment(now))
            .executeTakeFirstOrThrow(),
        ),
      ]);
      const secondsSince = (oldest: string | number | null): number =>
        oldest === null
          ? 0
          : Math.max(0, (now.getTime() - session.dialect.fromMoment(oldest).getTime()) / 1000);
      return {
        mailsQueued: Number(queued.count),
        oldestMailSeconds: secondsSince(queued.oldest),
        mailsDead: dead,
        factsUnplaced: Number(unplaced.count),
        factsUntold: Math.max(0, head - told),
        dueTimes: Number(due.count),
        oldestDueTimeSeconds: secondsSince(due.oldest),
      };
    },
  };
};

const countOf = (session: Session, state: 'dead'): Promise<number> =>
  session.read(async (db) => {
    const query = db
      .selectFrom('outbound_mails')
      .select(sql<number>`count(*)`.as('count'))
      .where('state', '=', state);
    return Number((await query.executeTakeFirstOrThrow()).count);
  });
