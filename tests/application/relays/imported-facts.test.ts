import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLetters } from '#application/relays/write-letters.ts';
import { importTickets } from '#application/tickets/import-tickets.ts';
import { hours, minutes } from '#domain/shared/duration.ts';
import { MessageId } from '#domain/shared/ids.ts';
import { reply } from '#domain/tickets/reply.ts';
import { adjustableClock } from '../../support/adjustable-clock.ts';
import type { TestDatabase } from '../../support/database.ts';
import { outcomeOf } from '../../support/openings.ts';
import { ben } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
import { record, traveller, travelling } from '../../support/records.ts';
import { openSqlite, relaysOn, type TestRelays } from '../../support/relays.ts';
import { addTheCast } from '../../support/the-cast.ts';

let database: TestDatabase;
let relays: TestRelays;
const clock = adjustableClock();

beforeAll(async () => {
  clock.advance(hours(1));
  database = await openSqlite(clock);
  relays = relaysOn(database, clock);
  await addTheCast(database);
});
afterAll(() => database.close());

const mailed = async () => {
  const relay = writeLetters({ ...relays, clock, tickets: database.stores.reader });
  while ((await relays.sequencer.stamp(100)) > 0);
  while (await relay.run(new AbortController().signal));
  const mails = await relays.outboundMail.claim(100, clock.now(), minutes(2));
  return mails.map(({ to, letter }) => [to, letter.kind]);
};

test('nobody is written to about what happened elsewhere, but everybody about what happens here from then on', async () => {
  const imported = record('OLD-1', {
    status: 'open',
    assignee: traveller('ben@example.org').email,
    messages: [
      travelling('carla@example.org', 'Why?'),
      travelling(undefined, 'We have received your request.', { after: 1 }),
      travelling('lena@example.org', 'Have a look', { after: 2, kind: 'internal' }),
      travelling('ben@example.org', 'Because', { after: 3 }),
    ],
  });
  expect(await importTickets({ ...relays, clock })([imported])).toEqual([{ outcome: 'imported' }]);
  expect(await mailed()).toEqual([]);
  expect(await relays.feed.head()).toBe(7);

  // even when clocks disagree, and it seems to happen before the import
  const at = imported.openedAt;
  await database.session.transaction(async () => {
    const found = await database.stores.tickets.find({ number: 1 });
    if (found === undefined) throw new Error('no such ticket');
    const doing = { by: ben, at, id: MessageId(relays.ids.next()), body: 'And now?', queue: billing };
    await database.stores.tickets.save(found, outcomeOf(reply(found.ticket, doing)));
  });
  expect(await mailed()).toEqual([['carla@example.org', 'ticket-replied']]);
});
