import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { countsOfTickets } from '#adapters/mikro-orm/migrations/0020-ticket-counts.ts';
import { mikroOrmTicketCounts } from '#adapters/mikro-orm/queues/ticket-counts.ts';
import { countEvery, keepCounts } from '#application/relays/keep-counts.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { TicketDecision } from '#domain/tickets/change.ts';
import { claim, release } from '#domain/tickets/hold.ts';
import { solve } from '#domain/tickets/solve.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase, type TestNode } from '../support/database.ts';
import { ben } from '../support/people.ts';
import { billing } from '../support/queues.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { relaysOn } from '../support/relays.ts';
import { eachSharedEngine } from '../support/shared-engines.ts';
import { addTheCast } from '../support/the-cast.ts';
import { noon } from '../support/tickets.ts';
import { writeTicket } from '../support/written-facts.ts';

eachSharedEngine('Counts of tickets', (engine) => {
  let database: TestDatabase;
  let other: TestNode;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    other = await database.anotherNode();
  });
  beforeEach(async () => {
    await database.empty();
    await addTheCast(database);
  });
  afterAll(() => database.close());

  const countsOn = (node: TestNode, holder = 'one') => mikroOrmTicketCounts(node.session, { holder });
  const counts = async () => {
    const [found] = await countsOn(database).of([billing.id]);
    const statuses = [...(found?.statuses ?? [])].filter(([, count]) => count > 0);
    return { ...Object.fromEntries(statuses), holders: Object.fromEntries(found?.holders ?? []) };
  };
  const written = (): Promise<TicketId> =>
    writeTicket(database, relaysOn(database, adjustableClock()).ids.next(), noon);
  const change = (node: TestNode, id: TicketId, decide: (ticket: Ticket) => TicketDecision): Promise<void> =>
    node.session.transaction(async () => {
      const found = await node.stores.tickets.find({ id });
      const decision = found && decide(found.ticket);
      if (found === undefined || !decision?.ok) throw new Error('that cannot be done');
      await node.stores.tickets.save(found, decision.outcome);
    });
  const given = { by: ben, at: noon };

  test('follow each ticket through its life, and its holder', async () => {
    const id = await written();
    await written();
    expect(await counts()).toEqual({ new: 2, holders: {} });
    await change(database, id, (ticket) => claim(ticket, given));
    expect(await counts()).toEqual({ new: 2, holders: { [ben.id]: 1 } });
    await change(other, id, (ticket) => solve(ticket, given));
    expect(await counts()).toEqual({ new: 1, solved: 1, holders: {} });
  });

  test('forget a ticket that is purged', async () => {
    const id = await written();
    await database.session.transaction(async () => {
      const found = await database.stores.tickets.find({ id });
      if (found !== undefined) await database.stores.tickets.purge(found, noon);
    });
    expect(await counts()).toEqual({ holders: {} });
  });

  test('are as they were after a change that was taken back', async () => {
    const id = await written();
    const failing = database.session.transaction(async () => {
      await change(database, id, (ticket) => claim(ticket, given));
      throw new Error('taken back');
    });
    await expect(failing).rejects.toThrow('taken back');
    expect(await counts()).toEqual({ new: 1, holders: {} });
  });

  test('agree with the tickets however many change them at once, on two nodes', async () => {
    const ids: TicketId[] = [];
    for (let count = 0; count < 12; count += 1) ids.push(await written());
    const nodes = [database, other];
    const turns = ids.flatMap((id, index) => {
      const node = nodes[index % 2] ?? database;
      return [change(node, id, (ticket) => claim(ticket, given))];
    });
    await Promise.all(turns);
    await Promise.all(ids.slice(0, 5).map((id) => change(other, id, (ticket) => release(ticket, given))));
    expect(await counts()).toEqual({ new: 12, holders: { [ben.id]: 7 } });
    expect(await countsOn(database).correct(noon, countEvery)).toEqual([]);
    const added = await Promise.all([countsOn(database).addUp(10), countsOn(other).addUp(10)]);
    expect(added.every((count) => count <= 10)).toBe(true);
    while ((await countsOn(other).addUp(10)) > 0)
      expect(await counts()).toEqual({ new: 12, holders: { [ben.id]: 7 } });
    expect(await counts()).toEqual({ new: 12, holders: { [ben.id]: 7 } });
    expect(await countsOn(database, 'one').correct(noon, countEvery)).toEqual([]);
  });

  test('are put right and told of when they are not what the tickets say, by one node', async () => {
    await written();
    await written();
    await countsOn(database).addUp(100);
    await sql`update ticket_counts set count = count + 3 where name = 'new'`.execute(database.session.db());
    const [logger, clock] = [recordingLogger(), adjustableClock()];
    const relay = keepCounts({ ticketCounts: countsOn(database), clock, logger });
    await relay.run(new AbortController().signal);
    expect(await counts()).toEqual({ new: 2, holders: {} });
    expect(await countsOn(other, 'another').correct(clock.now(), countEvery)).toBeUndefined();
    const drift = { queue: billing.id, counted: 'status', name: 'new', by: -3 };
    expect(logger.lines).toMatchObject([{ level: 'warn', facts: drift }]);
  });

  test('are there for tickets that were there before them', async () => {
    const id = await written();
    await change(database, id, (ticket) => claim(ticket, given));
    await database.session.db().deleteFrom('ticket_counts').execute();
    await database.session.db().deleteFrom('ticket_count_steps').execute();
    for (const statement of countsOfTickets(database.session.dialect.name)) {
      await sql.raw(statement).execute(database.session.db());
    }
    expect(await counts()).toEqual({ new: 1, holders: { [ben.id]: 1 } });
  });
});
