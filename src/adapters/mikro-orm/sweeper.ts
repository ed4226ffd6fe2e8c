import type { Sweeper } from '#application/ports/sweeper.ts';
import { after, days, hours } from '#domain/shared/duration.ts';
import { sweepUnproven } from './identity/sweep-unproven.ts';
import type { Session } from './session.ts';

/** How long things are kept after they are over. */
const keptFor = {
  registration: days(2),
  session: days(7),
  mail: days(30),
  principalChange: hours(1),
  bulkJob: days(7),
} as const;

/** Deletes by the indexes on the moments in question, a table at a time. */
export const mikroOrmSweeper = (session: Session): Sweeper => ({
  sweep: (at) =>
    session.read(async (db) => {
      const before = (kept: number) => session.dialect.toMoment(after(at, -kept));
      const over = before(0);
      const staleSessions = db
        .selectFrom('sessions')
        .select('id')
        .where('expires_at', '<', before(keptFor.session));
      const staleJobs = db
        .selectFrom('bulk_jobs')
        .select('id')
        .where('finished_at', '<', before(keptFor.bulkJob));
      const deletions = [
        db.deleteFrom('bulk_items').where('job_id', 'in', staleJobs),
        db.deleteFrom('bulk_jobs').where('finished_at', '<', before(keptFor.bulkJob)),
        db.deleteFrom('live_tickets').where('expires_at', '<', over),
        db.deleteFrom('link_tokens').where('expires_at', '<', over),
        db.deleteFrom('registrations').where('created_at', '<', before(keptFor.registration)),
        db.deleteFrom('refresh_tokens').where('session_id', 'in', staleSessions),
        db.deleteFrom('access_tokens').where('id', 'in', staleSessions),
        db.deleteFrom('sessions').where('expires_at', '<', before(keptFor.session)),
        // by the clocks of the machines, whatever clock the rest goes by
        db
          .deleteFrom('principal_changes')
          .where('at', '<', session.dialect.toMoment(after(new Date(), -keptFor.principalChange))),
        db
          .deleteFrom('outbound_mails')
          .where('state', '=', 'sent')
          .where('due_at', '<', before(keptFor.mail)),
      ];
      let rows = 0;
      for (const deletion of deletions) rows += Number((await deletion.executeTakeFirst()).numDeletedRows);
      return rows + (await sweepUnproven(session, after(at, -keptFor.registration)));
    }),
});
