import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { mikroOrmReadiness } from '#adapters/mikro-orm/readiness.ts';
import { systemClock } from '#adapters/system/clock.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import { openNode, openTestDatabase, type TestDatabase, type TestNode } from '../support/database.ts';
import { createDatabase } from '../support/mysql/databases.ts';
import { opening } from '../support/openings.ts';
import { openTcpGate, type TcpGate } from '../support/tcp-gate.ts';
import { addTheCast } from '../support/the-cast.ts';
import { ticketId } from '../support/tickets.ts';

let db: TestDatabase;
let gate: TcpGate;
let nodes: TestNode[];
beforeAll(async () => {
  db = await openTestDatabase({
    name: 'MySQL',
    databaseUrl: () => createDatabase(inject('mysqlServerUrl')),
  });
  gate = await openTcpGate(db.url);
});
afterAll(async () => {
  await gate.close();
  await db.close();
});
beforeEach(async () => {
  nodes = [];
  await db.empty();
  await addTheCast(db);
});
afterEach(async () => {
  gate.thaw();
  for (const { database } of nodes) await database.orm.close(true);
});

/** A node with two connections that waits 300 ms for anything, behind the gate unless it is sent elsewhere. */
const impatientNode = async (url = gate.url): Promise<TestNode> => {
  const node = await openNode(url, systemClock, { answerWithinMs: 300, poolSize: 2 });
  nodes.push(node);
  return node;
};

const count = ({ session }: TestNode): Promise<number> =>
  session.read(async (from) => (await from.selectFrom('tickets').select('id').execute()).length);

const add = ({ session, stores }: TestNode, meanwhile: () => Promise<void> = async () => {}) =>
  session.transaction(async () => {
    await stores.tickets.add(opening(ticketId(1)));
    await meanwhile();
    await stores.tickets.add(opening(ticketId(2)));
  });

const kill = async ({ session }: TestNode): Promise<void> => {
  const { rows } = await sql<{ id: number }>`select connection_id() as id`.execute(session.db());
  await sql`kill ${sql.lit(rows[0]?.id)}`.execute(db.session.db());
};

test.each([
  ['nobody listens', (url: URL) => Object.assign(url, { port: '1' })],
  ['the password is wrong', (url: URL) => Object.assign(url, { username: 'hexdesk', password: 'wrong' })],
  ['the database does not exist', (url: URL) => Object.assign(url, { pathname: '/hexdesk_nowhere' })],
])('says that storage is away where %s', async (_, elsewhere) => {
  const node = await impatientNode(elsewhere(new URL(db.url)).href);
  await expect(count(node)).rejects.toThrow(StorageUnavailable);
  await expect(add(node)).rejects.toThrow(StorageUnavailable);
  expect(await mikroOrmReadiness(node.session).problems()).toEqual({ database: 'does not answer' });
});

test('keeps nothing of a change whose connection is lost, and works again at the next call', async () => {
  const node = await impatientNode();
  await expect(add(node, () => kill(node))).rejects.toThrow(StorageUnavailable);
  expect(await count(node)).toBe(0);
  await expect(add(node, async () => gate.cut())).rejects.toThrow(StorageUnavailable);
  expect(await count(node)).toBe(0);
  await add(node);
  expect(await count(node)).toBe(2);
});

test('fails as it failed, also when the connection is lost before that can be taken back', async () => {
  const node = await impatientNode(db.url);
  const failing = add(node, async () => {
    await kill(node);
    throw new RangeError('something broke');
  });
  await expect(failing).rejects.toThrow(RangeError);
  expect(await count(node)).toBe(0);
});

test('loses no room for connections by losing connections', async () => {
  const node = await impatientNode();
  for (let times = 0; times < 5; times += 1) {
    await expect(add(node, () => kill(node))).rejects.toThrow(StorageUnavailable);
  }
  expect(await Promise.all([count(node), count(node), count(node)])).toEqual([0, 0, 0]);
});

test('says that storage is away when it does not answer, and works again once it does', async () => {
  const node = await impatientNode();
  const readiness = mikroOrmReadiness(node.session);
  expect(await readiness.problems()).toEqual({});
  gate.freeze();
  await expect(count(node)).rejects.toThrow(StorageUnavailable);
  await expect(add(node)).rejects.toThrow(StorageUnavailable);
  expect(await readiness.problems()).toEqual({ database: 'does not answer' });
  gate.thaw();
  await add(node);
  expect(await count(node)).toBe(2);
  expect(await readiness.problems()).toEqual({});
});

test('does not wait for ever for a connection that others hold', async () => {
  const node = await impatientNode();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const holding = [1, 2].map(() => {
    const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>();
    const done = node.session.transaction(async () => {
      await count(node);
      hold();
      await released;
    });
    return { isHeld, done };
  });
  await Promise.all(holding.map(({ isHeld }) => isHeld));
  await expect(count(node)).rejects.toThrow(StorageUnavailable);
  release();
  await Promise.all(holding.map(({ done }) => done));
  expect(await count(node)).toBe(0);
});

test('two changes that lock each other out both succeed, one of them at a second try', async () => {
  await add(db);
  let tries = 0;
  let holding = 0;
  const { promise: bothHoldOne, resolve } = Promise.withResolvers<void>();
  const changing = (first: number, second: number) =>
    db.session.transaction(async () => {
      tries += 1;
      await db.stores.tickets.find({ id: ticketId(first) });
      holding += 1;
      if (holding === 2) resolve();
      await bothHoldOne;
      await db.stores.tickets.find({ id: ticketId(second) });
    });
  await Promise.all([changing(1, 2), changing(2, 1)]);
  expect(tries).toBe(3);
});

test('a change that waits too long for another begins again', async () => {
  await add(db);
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: held, resolve: hold } = Promise.withResolvers<void>();
  const holding = db.session.transaction(async () => {
    await db.stores.tickets.find({ id: ticketId(1) });
    hold();
    await released;
  });
  await held;
  let tries = 0;
  await db.session.transaction(async () => {
    tries += 1;
    if (tries === 1) await sql`set session innodb_lock_wait_timeout = 1`.execute(db.session.db());
    else release();
    await db.stores.tickets.find({ id: ticketId(1) });
  });
  await holding;
  expect(tries).toBe(2);
});

test('says what the statements rely on, whatever the server thinks', async () => {
  const node = await impatientNode(db.url);
  const { rows } = await sql`
    select @@session.transaction_isolation as isolation, @@session.time_zone as zone,
      find_in_set('STRICT_TRANS_TABLES', @@session.sql_mode) > 0 as strict,
      find_in_set('NO_BACKSLASH_ESCAPES', @@session.sql_mode) > 0 as noBackslash,
      @@session.innodb_lock_wait_timeout as lockWait, @@session.character_set_connection as charset
  `.execute(node.session.db());
  expect(rows).toEqual([
    {
      isolation: 'READ-COMMITTED',
      zone: '+00:00',
      strict: 1,
      noBackslash: 0,
      lockWait: 3,
      charset: 'utf8mb4',
    },
  ]);
});
