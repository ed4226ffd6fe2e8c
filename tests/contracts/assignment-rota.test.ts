import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mikroOrmAssignmentRota } from '#adapters/mikro-orm/queues/assignment-rota.ts';
import type { AssignmentRota } from '#application/ports/assignment-rota.ts';
import type { Candidate } from '#domain/queues/choose-assignee.ts';
import type { QueueId, UserId } from '#domain/shared/ids.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { opening } from '../support/openings.ts';
import { bea, ben, carla, lena, sam } from '../support/people.ts';
import { billing, shipping } from '../support/queues.ts';
import { addTheCast } from '../support/the-cast.ts';
import { messageId, noon, ticketId, ticketIn } from '../support/tickets.ts';

const message = { kind: 'public', author: carla.id, automatic: false, body: 'See.', at: noon } as const;

eachEngine('Knowing whose turn it is in a queue', (engine) => {
  let db: TestDatabase;
  let rota: AssignmentRota;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
    rota = mikroOrmAssignmentRota(db.session);
  });
  beforeEach(async () => {
    await db.empty();
    await addTheCast(db);
  });
  afterAll(() => db.close());

  const candidates = (queue: QueueId) => db.session.transaction(() => rota.candidates(queue));
  const of = (found: readonly Candidate[], what: 'load' | 'lastTurn'): ReadonlyMap<UserId, number> =>
    new Map(found.map((candidate) => [candidate.user.id, candidate[what]]));
  const took = async (queue: QueueId, ...users: readonly UserId[]) => {
    for (const user of users) await db.session.transaction(() => rota.tookTurn(queue, user));
  };

  test('finds the members of that queue with all they are granted, and nobody else', async () => {
    const found = await candidates(billing.id);
    expect(new Set(found.map(({ user }) => user.id))).toEqual(new Set([ben.id, bea.id, lena.id]));
    expect(found.find(({ user }) => user.id === ben.id)).toMatchObject({
      user: { status: 'active', grants: expect.arrayContaining([...ben.grants]) },
      load: 0,
      lastTurn: 0,
    });
    expect((await candidates(shipping.id)).map(({ user }) => user.id)).toEqual([sam.id]);
  });

  test('counts the unsolved tickets that somebody holds in that queue', async () => {
    const held = statuses.flatMap((status) => [
      { status, queue: billing.id, assignee: ben.id },
      { status, queue: shipping.id, assignee: ben.id },
      { status, queue: billing.id, assignee: undefined },
    ]);
    const tickets = [...held, { status: 'open', queue: billing.id, assignee: bea.id } as const];
    for (const [index, { status, ...facts }] of tickets.entries()) {
      const { facts: opened } = opening(ticketId(index + 1), {
        message: { ...message, id: messageId(index + 1) },
      });
      const ticket = ticketIn(status, { ...facts, id: ticketId(index + 1) });
      await db.session.transaction(() => db.stores.tickets.add({ ticket, facts: opened }));
    }
    expect(of(await candidates(billing.id), 'load')).toEqual(
      new Map([
        [ben.id, 4],
        [bea.id, 1],
        [lena.id, 0],
      ]),
    );
  });

  test('remembers the order of turns, each queue for itself', async () => {
    await took(billing.id, ben.id, lena.id, bea.id, ben.id);
    await took(shipping.id, sam.id);
    expect(of(await candidates(billing.id), 'lastTurn')).toEqual(
      new Map([
        [lena.id, 2],
        [bea.id, 3],
        [ben.id, 4],
      ]),
    );
    expect(of(await candidates(shipping.id), 'lastTurn')).toEqual(new Map([[sam.id, 1]]));
  });

  test('takes a turn back with the change that gave it', async () => {
    const failing = db.session.transaction(async () => {
      await rota.tookTurn(billing.id, ben.id);
      throw new RangeError('taken back');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(of(await candidates(billing.id), 'lastTurn').get(ben.id)).toBe(0);
  });
});
