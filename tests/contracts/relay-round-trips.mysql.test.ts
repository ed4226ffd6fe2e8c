import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { liveHub } from '#application/live/live-hub.ts';
import type { Relay } from '#application/relays/relay.ts';
import { sendMails } from '#application/relays/send-mails.ts';
import { sequenceFacts } from '#application/relays/sequence-facts.ts';
import { writeLetters } from '#application/relays/write-letters.ts';
import { claimTicket } from '#application/tickets/hold-ticket.ts';
import { openTicket } from '#application/tickets/open-ticket.ts';
import { replyToTicket } from '#application/tickets/reply-to-ticket.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { handTimer } from '../support/hand-timer.ts';
import { createDatabase } from '../support/mysql/databases.ts';
import { outcomeOf } from '../support/openings.ts';
import { ben, carla } from '../support/people.ts';
import { billing } from '../support/queues.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { relaysOn } from '../support/relays.ts';
import { addTheCast } from '../support/the-cast.ts';
import { subject } from '../support/tickets.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase({
    name: 'MySQL',
    databaseUrl: () => createDatabase(inject('mysqlServerUrl')),
  });
  await addTheCast(db);
});
afterAll(() => db.close());

let sent = 0;
const count = (): void => {
  sent += 1;
};
beforeAll(() => subscribe('tracing:mysql2:query:start', count));
afterAll(() => unsubscribe('tracing:mysql2:query:start', count));

test('a write is carried on with no more statements than that takes, and nobody is woken in vain', async () => {
  const clock = adjustableClock();
  const common = { clock, timer: handTimer(), logger: recordingLogger(), random: () => 1 };
  const ports = { ...relaysOn(db, clock), ...common, tickets: db.stores.reader };
  const mailer = { send: async () => {}, close: async () => {} };
  const relays: readonly Relay[] = [
    sequenceFacts(ports),
    writeLetters(ports),
    liveHub(ports),
    sendMails({ ...ports, mailer }),
  ];

  /** The statements of each relay's runs, one number a run, until nothing wakes any of them. */
  const carriedOn = async (write: () => Promise<unknown>): Promise<Record<string, readonly number[]>> => {
    await write();
    const runs: Record<string, number[]> = {};
    while (db.committed.length > 0) {
      const topics = new Set(db.committed.splice(0));
      for (const relay of relays.filter(({ topic }) => topic !== undefined && topics.has(topic))) {
        for (let more = true; more; ) {
          const before = sent;
          more = (await relay.run(new AbortController().signal)) === true;
          runs[relay.name] = [...(runs[relay.name] ?? []), sent - before];
        }
      }
    }
    return runs;
  };

  const opening = {
    subject: subject('Charged twice'),
    body: 'See.',
    queue: billing.id,
    channel: 'api',
  } as const;
  const opened = async () => outcomeOf(await openTicket(ports)(opening, carla));
  // the first time, leases and counters are made
  await carriedOn(opened);
  const { ticket } = await opened();
  await carriedOn(async () => {});

  const command = { ticket: { id: ticket.id }, ifMatch: undefined };
  const reply = {
    ...command,
    kind: 'public',
    body: 'One moment.',
    channel: 'api',
    authorName: 'Ben',
  } as const;
  // the facts without positions, the lease, the counter, the positions with the commit
  const stamping = { 'sequence-facts': [4], live: [1] };
  expect({
    // the cursor, the facts, the cursor, commit
    claim: await carriedOn(async () => outcomeOf(await claimTicket(ports)(command, ben))),
    // the same, the ticket, its customer and the letter, with the queue remembered; then the mail, its claim, the commit, its end
    reply: await carriedOn(async () => outcomeOf(await replyToTicket(ports)(reply, ben))),
  }).toEqual({
    claim: { ...stamping, 'write-letters': [4] },
    reply: { ...stamping, 'write-letters': [6], 'send-mails': [4] },
  });
});
