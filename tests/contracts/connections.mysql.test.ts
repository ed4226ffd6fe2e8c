import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Database, openDatabase } from '#adapters/mikro-orm/database.ts';
import { createDatabase, type FreshDatabase } from '../support/mysql/databases.ts';

let fresh: FreshDatabase;
let database: Database;
const waits: number[] = [];

beforeAll(async () => {
  fresh = await createDatabase(inject('mysqlServerUrl'));
  database = await openDatabase({ url: fresh.url, poolSize: 2, answerWithinMs: 1000 });
  database.connections?.onWait((seconds) => void waits.push(seconds));
});
afterAll(async () => {
  await database.orm.close();
  await fresh.drop();
});

const use = () => database.connections?.read();

/** Takes a connection and keeps it until told to give it back. */
const take = async () => {
  const { promise: given, resolve: give } = Promise.withResolvers<void>();
  const { promise: isTaken, resolve: taken } = Promise.withResolvers<void>();
  const over = database.pool.connection().execute(async () => {
    taken();
    await given;
  });
  await Promise.race([isTaken, over]);
  return async () => {
    give();
    await over;
  };
};

test('connections are counted as they are taken, waited for and given back', async () => {
  expect(use()).toEqual({ taken: 0, free: 2, waiting: 0 });
  const giveBack = await take();
  expect(use()).toEqual({ taken: 1, free: 1, waiting: 0 });
  const giveBackOther = await take();
  const third = take();
  expect(use()).toEqual({ taken: 2, free: 0, waiting: 1 });
  await giveBack();
  await (await third)();
  await giveBackOther();
  expect(use()).toEqual({ taken: 0, free: 2, waiting: 0 });
  expect(waits).toHaveLength(3);
});

test('a wait that comes to nothing is over', async () => {
  const given = [await take(), await take()];
  await expect(sql`select 1`.execute(database.pool)).rejects.toThrow('no connection to MySQL');
  expect(use()).toEqual({ taken: 2, free: 0, waiting: 0 });
  for (const giveBack of given) await giveBack();
});

test('one that breaks is not counted for ever', async () => {
  await expect(sql`kill connection_id()`.execute(database.pool)).rejects.toThrow();
  expect(use()).toEqual({ taken: 0, free: 2, waiting: 0 });
});
