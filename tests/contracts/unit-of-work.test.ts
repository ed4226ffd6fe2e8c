import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { StaleWrite } from '#application/ports/ticket-store.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import { QueueId } from '#domain/shared/ids.ts';
import { writeNote } from '#domain/tickets/write-note.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { type IdentityStores, identityStoresOn } from '../support/identity-stores.ts';
import { opening, outcomeOf } from '../support/openings.ts';
import { ben } from '../support/people.ts';
import { billing } from '../support/queues.ts';
import { addTheCast } from '../support/the-cast.ts';
import { messageId, noon, ticketId } from '../support/tickets.ts';

eachEngine('Changing several things at once', (engine) => {
  let db: TestDatabase;
  let stores: IdentityStores;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
    stores = identityStoresOn(db, { now: () => noon });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.empty();
    await addTheCast(db);
    db.committed.length = 0;
  });

  const id = ticketId(1);
  const stored = () => db.stores.reader.find({ id });
  const add = () => stores.unitOfWork.run((tx) => tx.tickets.add(opening(id)));

  test('is kept whole once it is done', async () => {
    const added = await add();
    expect(await stored()).toEqual(added);
  });

  test('can ask two things in one go right behind what it wrote', async () => {
    const found = await stores.unitOfWork.run(async (tx) => {
      await tx.tickets.add(opening(id, { tags: ['vip'] }));
      return db.stores.reader.findWithMessages({ id }, 'staff', 5);
    });
    expect(found).toMatchObject({ stored: { ticket: { id, tags: ['vip'] } }, messages: [{ seq: 1 }] });
  });

  test('leaves nothing behind when it fails, and fails as it failed', async () => {
    const failure = new RangeError('something broke');
    const failing = stores.unitOfWork.run(async (tx) => {
      await tx.queues.add({ ...billing, id: QueueId(messageId(1)), name: 'Returns' });
      await tx.tickets.add(opening(id, { tags: ['vip'] }));
      throw failure;
    });
    await expect(failing).rejects.toBe(failure);
    expect(await stored()).toBeUndefined();
    expect(await db.stores.queues.named('Returns')).toBeUndefined();
    for (const table of ['facts', 'messages', 'ticket_tags'] as const) {
      expect(await db.session.db().selectFrom(table).selectAll().execute()).toEqual([]);
    }
  });

  test('begins again after a stale write, without what the first try wrote', async () => {
    let tries = 0;
    const added = await stores.unitOfWork.run(async (tx) => {
      tries += 1;
      const ticket = await tx.tickets.add(opening(id));
      if (tries < 3) throw new StaleWrite('somebody was faster');
      return ticket;
    });
    expect(tries).toBe(3);
    expect(await stored()).toEqual(added);
  });

  test('gives up when others keep getting in the way', async () => {
    let tries = 0;
    const endless = stores.unitOfWork.run(async () => {
      tries += 1;
      throw new StaleWrite('somebody was faster');
    });
    await expect(endless).rejects.toThrow(StorageUnavailable);
    expect(tries).toBeGreaterThan(2);
    expect(tries).toBeLessThan(20);
  });

  test('does not begin again after anything else', async () => {
    let tries = 0;
    const failing = stores.unitOfWork.run(async () => {
      tries += 1;
      throw new TypeError('a bug');
    });
    await expect(failing).rejects.toThrow('a bug');
    expect(tries).toBe(1);
  });

  test('within another change is part of it: seen by it, and gone with it', async () => {
    let seen: unknown;
    const failing = stores.unitOfWork.run(async () => {
      await add();
      seen = (await stored())?.ticket.id;
      throw new RangeError('the outer one broke');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(seen).toBe(id);
    expect(await stored()).toBeUndefined();
  });

  test('within another change begins again with it', async () => {
    let outer = 0;
    let inner = 0;
    await stores.unitOfWork.run(async () => {
      outer += 1;
      await stores.unitOfWork.run(async () => {
        inner += 1;
        if (inner === 1) throw new StaleWrite('somebody was faster');
      });
    });
    expect({ outer, inner }).toEqual({ outer: 2, inner: 2 });
  });

  test('is heard of once it is committed, once however often it began, and never when it failed', async () => {
    let tries = 0;
    await stores.unitOfWork.run(async (tx) => {
      tries += 1;
      await tx.tickets.add(opening(id));
      await stores.unitOfWork.run((inner) => inner.tickets.add(opening(ticketId(2))));
      expect(db.committed).toEqual([]);
      if (tries === 1) throw new StaleWrite('somebody was faster');
    });
    expect(db.committed).toEqual(['facts']);
    await expect(add()).rejects.toThrow();
    expect(db.committed).toEqual(['facts']);
  });

  test('twenty at a time on one ticket lose nothing of each other', async () => {
    await add();
    await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        stores.unitOfWork.run(async (tx) => {
          const found = await tx.tickets.find({ id });
          if (found === undefined) throw new Error('no such ticket');
          const note = { by: ben, at: noon, id: messageId(turn), body: `note ${turn}` };
          await tx.tickets.save(found, outcomeOf(writeNote(found.ticket, note)));
        }),
      ),
    );
    const thread = await db.stores.thread.page(id, 'staff', { after: 0, limit: 100 });
    expect(thread.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
    expect(new Set(thread.map(({ body }) => body)).size).toBe(21);
    expect((await stored())?.version).toBe(21);
  });

  test.each([
    [
      'an id',
      sql`select id from tickets where id = ${ticketId(1).toUpperCase()} or id = ${`${ticketId(1)} `}`,
    ],
    [
      'an address',
      sql`select id from users where email in (${'Carla@example.org'}, ${'carla@example.org '})`,
    ],
    ['a tag', sql`select tag from ticket_tags where tag in (${'VIP'}, ${'vip '}, ${'vïp'})`],
    ['a status', sql`select id from tickets where status in (${'New'}, ${'new '})`],
  ])('%s that differs in case or by a space at its end is another', async (_, query) => {
    await stores.unitOfWork.run((tx) => tx.tickets.add(opening(id, { tags: ['vip'] })));
    expect((await query.execute(db.session.db())).rows).toEqual([]);
  });
});
