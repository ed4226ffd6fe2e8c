import { type Insertable, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { mikroOrmClosingReviews } from '#adapters/mikro-orm/queues/closing-reviews.ts';
import { mikroOrmTicketCounts } from '#adapters/mikro-orm/queues/ticket-counts.ts';
import { mikroOrmDueTimes } from '#adapters/mikro-orm/relays/due-times.ts';
import { mikroOrmFeed } from '#adapters/mikro-orm/relays/feed.ts';
import type { Tables } from '#adapters/mikro-orm/tables/tables.ts';
import { mikroOrmBulkJobs } from '#adapters/mikro-orm/tickets/bulk-jobs.ts';
import { mikroOrmReadMarkers } from '#adapters/mikro-orm/tickets/read-markers.ts';
import { mikroOrmTicketLinkList } from '#adapters/mikro-orm/tickets/ticket-links.ts';
import { visibilityOf } from '#domain/access/visibility.ts';
import { minutes } from '#domain/shared/duration.ts';
import { BulkJobId, QueueId, SessionId } from '#domain/shared/ids.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { createDatabase } from '../support/mysql/databases.ts';
import { ben, carla } from '../support/people.ts';
import { billing, shipping } from '../support/queues.ts';
import { addTheCast } from '../support/the-cast.ts';
import { insertTicketRows } from '../support/ticket-rows.ts';
import { later, linkId, messageId, noon, openTicket, solvedTicket, ticketId } from '../support/tickets.ts';
import { rowsTouchedBy } from '../support/work-of-mysql.ts';

const total = 4000;
const counts = Array.from({ length: total }, (_, count) => count);

/** One ticket has as many facts as all others together; it is linked to many, and taken up again by many. */
const long = openTicket({ id: ticketId(total), queue: shipping.id });
const others = counts.map((count) => {
  const facts = { id: ticketId(count), followUpOf: count % 100 === 0 ? long.id : ticketId(total + 1) };
  return count % 2 === 0 ? openTicket(facts) : solvedTicket(facts);
});
const queueOf = (count: number) => QueueId(`01957b3e-9c00-7a10-8f10-${String(count).padStart(12, '0')}`);
const jobOf = (count: number) => BulkJobId(`01957b3e-9c00-7f60-b000-${String(count).padStart(12, '0')}`);
const session = SessionId('0199aaaa-0000-7000-8000-000000000001');
const at = '2026-03-02 12:00:00.000';

let db: TestDatabase;

const insert = async <Name extends keyof Tables>(
  table: Name,
  rows: readonly Insertable<Tables[Name]>[],
): Promise<void> => {
  for (let from = 0; from < rows.length; from += 1000)
    await db.session
      .db()
      .insertInto(table)
      .values(rows.slice(from, from + 1000))
      .execute();
};

beforeAll(async () => {
  db = await openTestDatabase({
    name: 'MySQL',
    databaseUrl: () => createDatabase(inject('mysqlServerUrl')),
  });
  await addTheCast(db);
  const row = { version: 1, publicVersion: 1, publicUpdatedAt: noon };
  await insertTicketRows(
    db,
    [long, ...others].map((ticket, count) => ({ ...row, ticket, updatedAt: later(minutes(count)) })),
  );
  const places = counts.flatMap((count) => [
    { ticket_id: long.id, seq: count + 1, public_seq: count + 1, position: 2 * count + 1 },
    { ticket_id: ticketId(count), seq: 1, public_seq: 1, position: 2 * count + 2 },
  ]);
  const written = { actor_id: ben.id, through_id: null, queue_id: billing.id, data: '{}' };
  await insert(
    'facts',
    places.map((place, count) => ({
      ...place,
      ...written,
      id: messageId(count),
      type: 'ticket-replied',
      at,
    })),
  );
  const said = { kind: 'public', author_id: carla.id, automatic: 0, body: 'Hello', created_at: at };
  await insert(
    'messages',
    places.map(({ position: _, ...place }, count) => ({ ...place, ...said, id: messageId(count) })),
  );
  const mark = { audience: 'staff', seq: 1, read_at: at };
  await insert('read_markers', [
    { ...mark, user_id: ben.id, ticket_id: long.id, seq: total - 10 },
    ...others.map(({ id }) => ({ ...mark, user_id: ben.id, ticket_id: id })),
  ]);
  await insert(
    'ticket_counts',
    counts.map((count) => ({ queue_id: queueOf(count), counted: 'status', name: 'open', count: 1 })),
  );
  const job = { session_id: session, wanted: '{}', total: 1, created_at: at };
  await insert(
    'bulk_jobs',
    counts.map((count) => ({
      ...job,
      ...{ id: jobOf(count), owner_id: count % 100 === 0 ? ben.id : carla.id, done: 1 },
      ...{ state: count % 50 === 0 ? 'running' : 'done' },
    })),
  );
  await insert(
    'bulk_items',
    counts.map((count) => ({ job_id: jobOf(count % 40), place: count, ticket_id: ticketId(count) })),
  );
  const made = { made_by: ben.id, made_at: at, kind: 'related' };
  await insert(
    'ticket_links',
    counts.map((count) => ({
      ...{ ...made, id: linkId(count), other_id: ticketId((count + 7) % total) },
      ...{ ticket_id: count % 40 === 0 ? long.id : ticketId(count) },
    })),
  );
  await insert(
    'due_times',
    others.map(({ id }) => ({ ticket_id: id, kind: 'close', due_at: at })),
  );
  await insert('closing_reviews', [{ queue_id: billing.id, due_from: at, seen_at: at }]);
  await sql`analyze table tickets, facts, messages, read_markers, ticket_counts, bulk_jobs, bulk_items,
    ticket_links, due_times`.execute(db.session.db());
});
afterAll(() => db.close());

const middle = { after: total / 2, limit: 26 };
const asStaff = { visible: visibilityOf(ben), audience: 'staff' } as const;
const someTickets = [long, ...others.slice(0, 24)].map(({ id }) => id);
const someQueues = counts.slice(0, 20).map(queueOf);
const ofBen = { owner: ben.id, session: undefined };

type Read = readonly [read: (on: TestDatabase) => Promise<unknown>, most: number];

/** What is read, and how many rows that may take; none is sorted. */
const reads: Readonly<Record<string, Read>> = {
  'a page of a long thread': [({ stores }) => stores.thread.page(long.id, 'staff', middle), 60],
  'the same for its customer': [({ stores }) => stores.thread.page(long.id, 'customer', middle), 60],
  'its last messages': [({ stores }) => stores.reader.findWithMessages({ id: long.id }, 'customer', 20), 50],
  'a page of a long history': [({ stores }) => stores.history.page(long.id, 'staff', middle), 90],
  'a page of it for its customer': [({ stores }) => stores.history.page(long.id, 'customer', middle), 90],
  'what came before a page': [({ stores }) => stores.history.upTo(long.id, 'staff', 100), 310],
  'how far somebody has read a page of tickets, one of them long': [
    ({ session }) => mikroOrmReadMarkers(session).among(ben.id, 'staff', someTickets),
    120,
  ],
  'the counts of some queues': [
    ({ session }) => mikroOrmTicketCounts(session, { holder: 'us' }).of(someQueues),
    160,
  ],
  'the links of a ticket with many links and follow-ups': [
    ({ session }) => mikroOrmTicketLinkList(session).page(long, asStaff, { after: '', limit: 26 }),
    110,
  ],
  'the next page of one’s bulk jobs': [
    ({ session }) => mikroOrmBulkJobs(session).page(ofBen, { before: jobOf(total / 2), limit: 26 }),
    30,
  ],
  'how many bulk jobs of somebody run': [({ session }) => mikroOrmBulkJobs(session).runningOf(ben.id), 50],
  'which bulk jobs run': [({ session }) => mikroOrmBulkJobs(session).running(10), 20],
  'the tickets of a bulk job': [({ session }) => mikroOrmBulkJobs(session).items(jobOf(1)), 110],
  'what comes next in the feed': [({ session }) => mikroOrmFeed(session).after(total, 100), 420],
  'what is due next': [({ session }) => mikroOrmDueTimes(session).next(50), 60],
  'the next solved tickets of a queue that is reviewed': [
    ({ session }) => mikroOrmClosingReviews(session).take(noon, 50),
    60,
  ],
};

describe(`of ${total} of each kind hardly more are read than are asked for`, () => {
  test.each(Object.entries(reads))('for %s', async (_, [read, most]) => {
    const { rows } = await rowsTouchedBy(db.session, () => read(db));
    expect(rows.read).toBeLessThanOrEqual(most);
    expect(rows.sorted).toBe(0);
  });
});
