import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mikroOrmDueTimes } from '#adapters/mikro-orm/relays/due-times.ts';
import { lookEvery, meetDueTimes } from '#application/relays/meet-due-times.ts';
import { days } from '#domain/shared/duration.ts';
import { solve } from '#domain/tickets/solve.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { ben } from '../support/people.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { relaysOn } from '../support/relays.ts';
import { addTheCast } from '../support/the-cast.ts';
import { noon } from '../support/tickets.ts';
import { writeTicket } from '../support/written-facts.ts';

eachEngine('Closing by time', (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await addTheCast(database);
  });
  afterAll(() => database.close());

  test('waits for as long as the queue lets the requester reopen the ticket', async () => {
    const clock = adjustableClock();
    const relays = relaysOn(database, clock);
    const relay = meetDueTimes({
      ...relays,
      ...{
        dueTimes: mikroOrmDueTimes(database.session),
        clock,
        logger: recordingLogger(),
        metrics: undefined,
      },
    });
    const id = await writeTicket(database, relays.ids.next(), noon);
    await database.session.transaction(async () => {
      const found = await database.stores.tickets.find({ id });
      const decision = found && solve(found.ticket, { by: ben, at: noon });
      if (found === undefined || !decision?.ok) throw new Error('that cannot be solved');
      await database.stores.tickets.save(found, decision.outcome);
    });
    await sql`update queues set reopen_window_days = 14`.execute(database.session.db());
    const statusOnceRun = async () => {
      await relay.run(new AbortController().signal);
      return (await database.stores.reader.find({ id }))?.ticket.status;
    };
    clock.advance(days(14));
    expect(await statusOnceRun()).toBe('solved');
    clock.advance(lookEvery);
    expect(await statusOnceRun()).toBe('closed');
  });
});
