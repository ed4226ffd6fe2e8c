import { subscribe, unsubscribe } from 'node:diagnostics_channel';
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

let sent = 0;
const count = (): void => {
  sent += 1;
};
beforeAll(() => subscribe('tracing:mysql2:query:start', count));
afterAll(() => unsubscribe('tracing:mysql2:query:start', count));

/** How many times some work goes to the database and waits for what it says. */
const statementsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = sent;
  await work();
  return sent - before;
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
    // the ticket, which gets its number; its facts, their messages and the commit. Queues are known
    open: await statementsOf(() => openTicket(deps)(opening, carla)),
    // the ticket; the fact, the ticket as it is now and the commit
    claim: await statementsOf(async () => outcomeOf(await claimTicket(deps)({ ticket: ref }, ben))),
    // the same, and the message
    reply: await statementsOf(async () => outcomeOf(await replyToTicket(deps)(replying, ben))),
    read: await statementsOf(() => readTicket(deps)({ number }, carla)),
    readWithMessages: await statementsOf(() => readTicketWithMessages(deps)(ref, carla)),
    // that it is as it was
    readWithMessagesAgain: await statementsOf(() => readTicketWithMessages(deps)(ref, carla)),
    // the page's keys, and the tickets that nobody has listed yet
    list: await statementsOf(() => listed()),
    listAgain: await statementsOf(() => listed()),
    // all in one packet, each with its own answer
    readSideBySide: await statementsOf(async () => {
      const [ofCustomer, ofAgent, list, thread] = await Promise.all([
        readTicket(deps)({ number }, carla),
        readTicketWithMessages(deps)(ref, ben),
        listed(),
        readTicketWithMessages(deps)(ref, carla),
      ]);
      expect(ofCustomer?.number).toBe(number);
      expect(ofAgent?.messages).toHaveLength(3);
      expect(list.items.map((stored) => stored.number)).toContain(number);
      expect(thread?.messages).toHaveLength(3);
    }),
  }).toEqual({
    ...{ open: 2, claim: 2, reply: 2, read: 1, readWithMessages: 1, readWithMessagesAgain: 1 },
    ...{ list: 2, listAgain: 1, readSideBySide: 1 },
  });
});
