import { afterAll, beforeAll, expect, test } from 'vitest';
import { mikroOrmUserStore } from '#adapters/mikro-orm/identity/user-store.ts';
import { reply } from '#domain/tickets/reply.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { opening, outcomeOf } from '../support/openings.ts';
import { ben, carla } from '../support/people.ts';
import { billing } from '../support/queues.ts';
import { addTheCast } from '../support/the-cast.ts';
import { later, messageId, ticketId } from '../support/tickets.ts';

const id = ticketId(1);

eachEngine('A ticket that is read with its messages again', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
    await addTheCast(db);
    await db.session.transaction(() => db.stores.tickets.add(opening(id)));
  });
  afterAll(() => db.close());

  const read = async () => {
    const found = await db.stores.reader.findWithMessages({ id }, 'staff', 20);
    return found ?? expect.unreachable('no such ticket');
  };
  const named = ({ messages }: Awaited<ReturnType<typeof read>>) =>
    messages.map(({ authorName, body }) => `${authorName}: ${body}`);

  const answer = async (count: number, body: string): Promise<void> => {
    const found = await db.stores.tickets.find({ id });
    if (found === undefined) expect.unreachable('no such ticket');
    const wanted = { by: ben, at: later(count), id: messageId(count), body, queue: billing };
    await db.session.transaction(() => db.stores.tickets.save(found, outcomeOf(reply(found.ticket, wanted))));
  };
  const rename = async (firstName: string): Promise<void> => {
    const users = mikroOrmUserStore(db.session);
    await db.session.transaction(async () => {
      const user = await users.find(carla.id);
      if (user !== undefined) await users.replace({ ...user, firstName });
    });
  };

  test('is the very same as long as nothing happens to it', async () => {
    const first = await read();
    expect((await read()).messages).toBe(first.messages);
  });

  test('has what was stored a moment ago', async () => {
    const before = named(await read());
    await answer(40, 'One moment');
    const after = named(await read());
    expect(after.slice(0, -1)).toEqual(before);
    expect(after.at(-1)).toContain('One moment');
  });

  test('calls its authors what they are called now', async () => {
    expect(named(await read())[0]).toMatch(/^Carla /);
    await rename('Carlotta');
    expect(named(await read())[0]).toMatch(/^Carlotta /);
    expect(named(await read())[0]).toMatch(/^Carlotta /);
  });

  test('keeps nothing that a transaction saw and took back', async () => {
    await expect(
      db.session.transaction(async () => {
        await answer(41, 'Never said');
        expect(named(await read()).at(-1)).toContain('Never said');
        throw new Error('taken back');
      }),
    ).rejects.toThrow('taken back');
    await answer(42, 'Said');
    expect(named(await read()).at(-1)).toContain('Said');
  });

  test('is gone when it is', async () => {
    await read();
    const rows = db.session.db();
    for (const table of ['messages', 'facts', 'ticket_participants'] as const)
      await rows.deleteFrom(table).where('ticket_id', '=', id).execute();
    await rows.deleteFrom('tickets').where('id', '=', id).execute();
    expect(await db.stores.reader.findWithMessages({ id }, 'staff', 20)).toBeUndefined();
  });
});
