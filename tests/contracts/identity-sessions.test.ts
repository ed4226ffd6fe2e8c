import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RefreshToken, Session } from '#application/ports/session-store.ts';
import { StaleWrite } from '#application/ports/ticket-store.ts';
import { placeOf } from '#domain/identity/place.ts';
import { days } from '#domain/shared/duration.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { address, carlaWith, sessionId, userId } from '../support/identity-people.ts';
import { type IdentityStores, identityStoresOn } from '../support/identity-stores.ts';
import { later, noon } from '../support/tickets.ts';

const clock = { now: () => noon };
const carla = carlaWith();
const dora = carlaWith({ id: userId(1), email: address('dora@example.org') });

const session = (count: number, facts: Partial<Session> = {}): Session => ({
  id: sessionId(count),
  user: carla.id,
  createdAt: later(1),
  lastUsedAt: later(2),
  expiresAt: later(days(30)),
  address: '2001:0db8:0000:0000:0000:ff00:0042:8329',
  userAgent: 'Mozilla/5.0 (Test) ✓',
  revokedAt: undefined,
  ...facts,
});

const token = (count: number, generation = 1): RefreshToken => ({
  hash: `token-${count}-${generation}`,
  session: sessionId(count),
  generation,
  usedAt: undefined,
});

eachEngine('keeping sign-ins', (engine) => {
  let database: TestDatabase;
  let stores: IdentityStores;

  beforeAll(async () => {
    database = await openTestDatabase(engine, clock);
    stores = identityStoresOn(database, clock);
  });
  beforeEach(async () => {
    await database.empty();
    await stores.unitOfWork.run(async (tx) => {
      await tx.users.add(carla);
      await tx.users.add(dora);
      await tx.sessions.add(session(1), token(1));
    });
  });
  afterAll(() => database.close());

  const inSessions = <Result>(work: (store: IdentityStores['sessions']) => Promise<Result>) =>
    stores.unitOfWork.run((tx) => work(tx.sessions));

  test('gives a session and its first refresh token back as they were', async () => {
    expect(await inSessions((store) => store.find(sessionId(1)))).toEqual(session(1));
    expect(await inSessions((store) => store.refreshToken('token-1-1'))).toEqual(token(1));
    expect(await inSessions((store) => store.find(sessionId(9)))).toBeUndefined();
  });

  test('tells whether somebody has signed in from a place before, however its network is written', async () => {
    await inSessions(async (store) => {
      await store.add(session(2, { address: '192.0.2.1', revokedAt: later(3) }), token(2));
      await store.add(session(3, { user: dora.id, address: '192.0.2.9' }), token(3));
    });
    const { userAgent } = session(1);
    const knows = (from: string, email = carla.email, agent = userAgent) =>
      inSessions((store) => store.hasSignedInFrom(email, placeOf({ address: from, userAgent: agent })));
    expect(await knows('2001:db8::1')).toBe(true);
    expect(await knows('::ffff:192.0.2.1')).toBe(true);
    expect(await knows('192.0.2.1', carla.email, userAgent.toLowerCase())).toBe(false);
    expect(await knows('192.0.2.1', carla.email, `${userAgent} `)).toBe(false);
    expect(await knows('2001:db8:0:1::1')).toBe(false);
    expect(await knows('192.0.2.9')).toBe(false);
    expect(await knows('192.0.2.9', dora.email)).toBe(true);
    expect(await knows('192.0.2.9', address('nobody@example.org'))).toBe(false);
  });

  test('finds a token by its digest to the letter, and none by nothing', async () => {
    for (const wrong of ['TOKEN-1-1', 'token-1-1\0', 'token-1', '', ' ']) {
      expect(await inSessions((store) => store.refreshToken(wrong))).toBeUndefined();
    }
  });

  test('notes when a session was used last', async () => {
    await inSessions((store) => store.touch(sessionId(1), later(5)));
    expect(await inSessions((store) => store.find(sessionId(1)))).toEqual(
      session(1, { lastUsedAt: later(5) }),
    );
  });

  test('ends a session once: one that has ended stays as it ended', async () => {
    await inSessions((store) => store.revoke(sessionId(1), later(5)));
    await inSessions((store) => store.revoke(sessionId(1), later(6)));
    expect(await inSessions((store) => store.find(sessionId(1)))).toEqual(
      session(1, { revokedAt: later(5) }),
    );
  });

  test('ends all of one person and tells which were open', async () => {
    await inSessions(async (store) => {
      await store.add(session(2), token(2));
      await store.add(session(3, { revokedAt: later(3) }), token(3));
      await store.add(session(4, { expiresAt: later(10) }), token(4));
      await store.add(session(5, { user: dora.id }), token(5));
    });
    expect(await inSessions((store) => store.revokeAllOf(carla.id, later(10)))).toEqual([
      sessionId(1),
      sessionId(2),
    ]);
    expect(await inSessions((store) => store.revokeAllOf(carla.id, later(11)))).toEqual([]);
    expect(await inSessions((store) => store.find(sessionId(3)))).toMatchObject({ revokedAt: later(3) });
    expect(await inSessions((store) => store.find(sessionId(5)))).toMatchObject({ revokedAt: undefined });
  });

  test('ends all of one person but the one that asks and what programs hold, where that is wanted', async () => {
    await stores.unitOfWork.run(async (tx) => {
      await tx.sessions.add(session(2), token(2));
      await tx.sessions.add(session(5, { user: dora.id }), token(5));
      const program = { name: 'A script', permissions: [], lastUsedAt: undefined } as const;
      const its = { createdAt: later(1), expiresAt: later(days(30)) };
      await tx.personalTokens.add(
        { id: sessionId(6), user: carla.id, ...program, ...its },
        { hash: 'a program', address: '192.0.2.1' },
      );
    });
    const but = sessionId(1);
    expect(await inSessions((store) => store.revokeAllOf(carla.id, later(10), { but }))).toEqual([
      sessionId(2),
    ]);
    const end = later(11);
    expect(await inSessions((store) => store.revokeAllOf(carla.id, end))).toEqual([
      sessionId(1),
      sessionId(6),
    ]);
  });

  test('rotates no token that was used meanwhile', async () => {
    await inSessions((store) => store.rotate(token(1), later(5), token(1, 2)));
    const late = (store: IdentityStores['sessions']) => store.rotate(token(1), later(6), token(1, 3));
    expect(await inSessions((store) => late(store).catch((error: unknown) => error))).toBeInstanceOf(
      StaleWrite,
    );
    expect(await inSessions((store) => store.refreshToken('token-1-3'))).toBeUndefined();
  });

  test('keeps a first token that was used as used', async () => {
    const used = { ...token(2), usedAt: later(3) };
    await inSessions((store) => store.add(session(2), used));
    expect(await inSessions((store) => store.refreshToken(used.hash))).toEqual(used);
  });

  test('rotates a token: the old one is used, the next one is not', async () => {
    await inSessions((store) => store.rotate(token(1), later(5), token(1, 2)));
    expect(await inSessions((store) => store.refreshToken('token-1-1'))).toEqual({
      ...token(1),
      usedAt: later(5),
    });
    expect(await inSessions((store) => store.refreshToken('token-1-2'))).toEqual(token(1, 2));
  });

  test('of many who use a token at once one is the first, and the others see that', async () => {
    const use = () =>
      inSessions(async (store) => {
        const found = await store.refreshToken('token-1-1');
        if (found === undefined || found.usedAt !== undefined) return 'late';
        await store.rotate(found, later(5), token(1, 2));
        return 'first';
      });
    const uses = await Promise.all(Array.from({ length: 8 }, use));
    expect(uses.toSorted()).toEqual(['first', ...Array.from({ length: 7 }, () => 'late')]);
  });

  test('holds a token for whoever looked first, until they are done', async () => {
    const order: string[] = [];
    const [looked, lookedToo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = inSessions(async (store) => {
      await store.refreshToken('token-1-1');
      looked.resolve();
      await Promise.race([lookedToo.promise, pause(300)]);
      order.push('first');
    });
    await looked.promise;
    const second = inSessions(async (store) => {
      await store.refreshToken('token-1-1');
      order.push('second');
      lookedToo.resolve();
    });
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
  });

  test('gives a live ticket to one of many, and to nobody after', async () => {
    await inSessions((store) => store.addLiveTicket('ticket', sessionId(1), later(30_000)));
    const takers = await Promise.all(
      Array.from({ length: 8 }, () => inSessions((store) => store.takeLiveTicket('ticket', later(1)))),
    );
    expect(takers.filter((taken) => taken !== undefined)).toEqual([sessionId(1)]);
  });

  test('gives no live ticket that is over, unknown or written otherwise', async () => {
    await inSessions((store) => store.addLiveTicket('over', sessionId(1), later(30_000)));
    await inSessions((store) => store.addLiveTicket('good', sessionId(1), later(30_001)));
    expect(await inSessions((store) => store.takeLiveTicket('over', later(30_000)))).toBeUndefined();
    for (const wrong of ['GOOD', 'goo', '']) {
      expect(await inSessions((store) => store.takeLiveTicket(wrong, later(1)))).toBeUndefined();
    }
    expect(await inSessions((store) => store.takeLiveTicket('good', later(30_000)))).toBe(sessionId(1));
  });
});
