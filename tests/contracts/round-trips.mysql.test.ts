import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { systemClock } from '#adapters/system/clock.ts';
import { uuidV7Source } from '#adapters/system/uuid-v7.ts';
import { claimTicket } from '#application/tickets/hold-ticket.ts';
import { openTicket } from '#application/tickets/open-ticket.ts';
import { readTicket, readTicketWithMessages } from '#application/tickets/read-ticket.ts';
import { replyToTicket } from '#application/tickets/reply-to-ticket.ts';
import { visibilityOf } from '#domain/access/visibility.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { identityStoresOn } from '../support/identity-stores.ts';
import { createDatabase } from '../support/mysql/databases.ts';
import { outcomeOf } from '../support/openings.ts';
import { ben, carla } from '../support/people.ts';
import { billing } from '../support/queues.ts';
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

/** Statements this connection has sent; who works alone works on one connection. */
const sent = async (): Promise<number> => {
  const { rows } = await sql<{ Value: string }>`show session status like 'Questions'`.execute(
    db.session.db(),
  );
  return Number(rows[0]?.Value);
};

/** How many statements some work sends, each of which waits for its answer. */
const statementsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = await sent();
  await work();
  return (await sent()) - before - 1;
};

test('everyday work goes to the database and back no more often than it must', async () => {
  const { unitOfWork } = identityStoresOn(db, systemClock);
  const deps = { unitOfWork, clock: systemClock, ids: uuidV7Source({ clock: systemClock }), ...db.stores };
  const opening = {
    subject: subject('Charged twice'),
    body: 'See.',
    queue: billing.id,
    channel: 'api',
  } as const;
  const { ticket, number } = outcomeOf(await openTicket(deps)(opening, carla));
  const ref = { id: ticket.id };
  const replying = {
    ticket: ref,
    kind: 'public',
    body: 'One moment.',
    channel: 'api',
    authorName: 'Ben',
  } as const;

  const listed = () =>
    db.stores.list.page(visibilityOf(ben), {
      filter: {
        ...{ statuses: [], queue: undefined, assignee: undefined, requester: undefined },
        ...{ priority: undefined, tag: undefined, updatedSince: undefined },
      },
      sort: '-updatedAt',
      after: undefined,
      limit: 25,
    });

  expect({
    // begin, the ticket, its facts, their messages, commit; queues are known
    open: await statementsOf(() => openTicket(deps)(opening, carla)),
    // begin, the ticket, the ticket as it is now, the fact, commit
    claim: await statementsOf(async () => outcomeOf(await claimTicket(deps)({ ticket: ref }, ben))),
    // the same, and the message
    reply: await statementsOf(async () => outcomeOf(await replyToTicket(deps)(replying, ben))),
    read: await statementsOf(() => readTicket(deps)({ number }, carla)),
    readWithMessages: await statementsOf(() => readTicketWithMessages(deps)(ref, carla)),
    // the page's keys, and the tickets that nobody has listed yet
    list: await statementsOf(() => listed()),
    listAgain: await statementsOf(() => listed()),
  }).toEqual({ open: 5, claim: 5, reply: 6, read: 1, readWithMessages: 2, list: 2, listAgain: 1 });
});
