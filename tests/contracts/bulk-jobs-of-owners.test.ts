import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancelBulkJob, listBulkJobs, readBulkJob, startBulkJob } from '#application/tickets/bulk-jobs.ts';
import { SessionId } from '#domain/shared/ids.ts';
import type { BulkChange } from '#domain/tickets/bulk-change.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { bulkDepsOn } from '../support/bulk-work.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { ben, carla } from '../support/people.ts';
import { addTheCast } from '../support/the-cast.ts';
import { noon } from '../support/tickets.ts';
import { writeTicket } from '../support/written-facts.ts';

const urgent: BulkChange = {
  ...{ step: undefined, assignee: undefined, priority: 'urgent', queue: undefined, tags: undefined },
  ...{ addTags: undefined, removeTags: undefined, status: undefined, waitUntil: undefined },
};
const session = SessionId('0199aaaa-0000-7000-8000-000000000001');

eachEngine('A bulk job', (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await addTheCast(database);
  });
  afterAll(() => database.close());

  test('is known to its owner alone, and to an access token only if it made it', async () => {
    const deps = bulkDepsOn(database, adjustableClock());
    const tickets = [await writeTicket(database, deps.ids.next(), noon)];
    const made = await startBulkJob(deps)({ tickets, change: urgent }, { actor: ben, session });
    if (!made.ok) throw new Error(made.refusal.code);
    const job = made.outcome.job.id;
    const another = SessionId('0199aaaa-0000-7000-8000-000000000002');
    const knownTo = async (
      who: Parameters<ReturnType<typeof readBulkJob>>[1],
    ): Promise<readonly boolean[]> => {
      const { items } = await listBulkJobs(deps)({ before: undefined, limit: 10 }, who);
      return [(await readBulkJob(deps)(job, who)) !== undefined, items.some(({ id }) => id === job)];
    };
    expect(await cancelBulkJob(deps)(job, { actor: carla, session })).toBeUndefined();
    expect(await knownTo({ actor: carla, session })).toEqual([false, false]);
    expect(await knownTo({ actor: ben, session: another })).toEqual([true, true]);
    expect(await knownTo({ actor: { ...ben, limitedTo: [] }, session: another })).toEqual([false, false]);
    expect(await knownTo({ actor: { ...ben, limitedTo: [] }, session })).toEqual([true, true]);
  });
});
