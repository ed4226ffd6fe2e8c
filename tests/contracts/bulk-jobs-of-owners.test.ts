import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelBulkJob, listBulkJobs, readBulkJob, startBulkJob } from '#application/tickets/bulk-jobs.ts';
import { SessionId } from '#domain/shared/ids.ts';
import type { BulkChange } from '#domain/tickets/bulk-change.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { bulkDepsOn, bulkWorkOn } from '../support/bulk-work.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { ada, ben, carla } from '../support/people.ts';
import { addTheCast } from '../support/the-cast.ts';
import { noon } from '../support/tickets.ts';
import { writeTicket } from '../support/written-facts.ts';

const urgent: BulkChange = {
  ...{ step: undefined, assignee: undefined, priority: 'urgent', queue: undefined, tags: undefined },
  ...{ addTags: undefined, removeTags: undefined, status: undefined, waitUntil: undefined },
};
const session = SessionId('0199aaaa-0000-7000-8000-000000000001');
const another = SessionId('0199aaaa-0000-7000-8000-000000000002');

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

  describe('whose owner holds a role that asks for a second factor by now', () => {
    const clock = adjustableClock();
    const secondFactorRoles = ['agent'];
    const refused = { state: 'done', outcomes: ['second-factor-required'] };
    const changed = { state: 'done', outcomes: ['changed'] };

    /** What came of a ticket that somebody asked to be changed before the role asked for anything. */
    const cameOf = async (who: Parameters<ReturnType<typeof startBulkJob>>[1]) => {
      const deps = bulkDepsOn(database, clock);
      const tickets = [await writeTicket(database, deps.ids.next(), noon)];
      const made = await startBulkJob(deps)({ tickets, change: urgent }, who);
      if (!made.ok) throw new Error(made.refusal.code);
      const work = bulkWorkOn(database, clock, { secondFactorRoles });
      while ((await work()) === true);
      const progress = await readBulkJob(deps)(made.outcome.job.id, who);
      return {
        state: progress?.job.state,
        outcomes: progress?.items.map(({ outcome }) =>
          outcome?.kind === 'refused' ? outcome.code : outcome?.kind,
        ),
      };
    };

    test('changes nothing for them without one, and all of it once they have one', async () => {
      const { unitOfWork } = bulkDepsOn(database, clock);
      expect(await cameOf({ actor: ben, session })).toEqual(refused);
      await unitOfWork.run(({ secondFactors }) => secondFactors.begin(ben.id, 'JBSWY3DPEHPK3PXP', noon));
      expect(await cameOf({ actor: ben, session })).toEqual(refused);
      await unitOfWork.run(({ secondFactors }) => secondFactors.activate(ben.id, 1, noon));
      expect(await cameOf({ actor: ben, session })).toEqual(changed);
      await unitOfWork.run(({ secondFactors }) => secondFactors.remove(ben.id));
    });

    test('goes on for those whose role does not ask for one', async () => {
      expect(await cameOf({ actor: ada, session })).toEqual(changed);
    });

    test('looks at who acts for them, as their own requests are', async () => {
      expect(await cameOf({ actor: ben, session, by: ada.id })).toEqual(changed);
    });

    test('goes on in a session that a trusted issuer vouches for, and in no other of theirs', async () => {
      const { unitOfWork } = bulkDepsOn(database, clock);
      const identity = { issuer: 'https://id.example.org', subject: 'ben', user: ben.id, session };
      await unitOfWork.run(({ issuers }) => issuers.addIdentity({ ...identity, validFrom: noon }));
      expect(await cameOf({ actor: ben, session })).toEqual(changed);
      expect(await cameOf({ actor: ben, session: another })).toEqual(refused);
    });
  });
});
