import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mikroOrmReadiness } from '#adapters/mikro-orm/readiness.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import { openNode, openTestDatabase, type TestDatabase, type TestNode } from '../support/database.ts';
import { opening } from '../support/openings.ts';
import { sqliteFile } from '../support/shared-engines.ts';
import { addTheCast } from '../support/the-cast.ts';
import { ticketId } from '../support/tickets.ts';

let db: TestDatabase;
let another: DatabaseSync;
beforeEach(async () => {
  db = await openTestDatabase(sqliteFile);
  another = new DatabaseSync(db.url.slice('sqlite:'.length));
  await addTheCast(db);
});
afterEach(async () => {
  another.close();
  await db.close();
});

const add = (node: TestNode, count: number, body = 'See.') =>
  node.session.transaction(async () => {
    const { ticket, facts } = opening(ticketId(count), { subject: body });
    return node.stores.tickets.add({ ticket, facts });
  });

test('keeps what was written when the file is opened again', async () => {
  const added = await add(db, 1);
  const reopened = await openNode(db.url);
  expect(await reopened.stores.reader.find({ id: ticketId(1) })).toEqual(added);
  await reopened.database.orm.close(true);
});

test('waits for another process that writes, and goes on reading meanwhile', async () => {
  another.exec('begin immediate');
  const adding = add(db, 1);
  expect(await db.stores.reader.find({ id: ticketId(1) })).toBeUndefined();
  await pause(300);
  another.exec('commit');
  await adding;
  expect((await db.stores.reader.find({ id: ticketId(1) }))?.number).toBe(1);
});

test('says that storage is away when another process never stops writing, and works again once it does', async () => {
  another.exec('begin immediate');
  await expect(add(db, 1)).rejects.toThrow(StorageUnavailable);
  another.exec('rollback');
  await add(db, 1);
});

test('says that storage is away when the disk is full, and works again once it is not', async () => {
  await sql`pragma max_page_count = 1`.execute(db.session.db());
  const long = 'x'.repeat(100_000);
  await expect(add(db, 1, long)).rejects.toThrow(StorageUnavailable);
  await expect(add(db, 1, long)).rejects.toThrow(StorageUnavailable);
  await sql`pragma max_page_count = 1000000`.execute(db.session.db());
  await add(db, 1, long);
  expect(await mikroOrmReadiness(db.session).problems()).toEqual({});
});

test('goes on when SQLite has taken a change back by itself, as it does when the disk breaks', async () => {
  const failing = db.session.transaction(async () => {
    await db.stores.tickets.add(opening(ticketId(1)));
    await sql`rollback`.execute(db.session.db());
    throw new RangeError('the disk broke');
  });
  await expect(failing).rejects.toThrow(RangeError);
  await add(db, 2);
  expect(await db.stores.reader.find({ id: ticketId(1) })).toBeUndefined();
});

test('is not ready before the schema is there', async () => {
  const { url, drop } = await sqliteFile.databaseUrl();
  const node = await openNode(url);
  expect(await mikroOrmReadiness(node.session).problems()).toEqual({
    database: 'has no schema, or another one',
  });
  await node.database.orm.close(true);
  await drop();
});
