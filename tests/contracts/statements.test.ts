import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertion, statement, statementsByShape } from '#adapters/mikro-orm/statement.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';

eachEngine('A statement that is built once', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
  });
  afterAll(() => db.close());

  test('takes other values each time, also one value in two places and none at all', async () => {
    let built = 0;
    const find = statement<{ readonly name: string; readonly least: number | null }, { name: string }>(
      (on, slot) => {
        built += 1;
        return on
          .selectFrom('counters')
          .select('name')
          .where((is) =>
            is.or([
              is('name', '=', slot('name')),
              is('name', '=', slot('name')),
              is('value', '=', slot('least')),
            ]),
          );
      },
    );
    const run = async (name: string, least: number | null) =>
      (await db.session.db().executeQuery(find(db.session.db(), { name, least }))).rows.map(
        (row) => row.name,
      );
    const kept = 'kept';
    await db.session.db().insertInto('counters').values({ name: kept, value: 0 }).execute();
    expect(await run('no such counter', null)).toEqual([]);
    expect(await run(kept, null)).toEqual([kept]);
    expect(await run('no such counter', null)).toEqual([]);
    expect(built).toBe(1);
  });

  test('inserts one row, several, and many with their own values', async () => {
    const insert = insertion('counters');
    const row = (number: number) => ({ name: `row ${number}`, value: number });
    for (const numbers of [[1], [2], [3, 4], [5, 6], [7, 8, 9, 10, 11, 12]]) {
      await db.session.db().executeQuery(insert(db.session.db(), numbers.map(row)));
    }
    const found = await db.session
      .db()
      .selectFrom('counters')
      .select(['name', 'value'])
      .where('name', 'like', 'row %')
      .orderBy('value')
      .execute();
    expect(found.map(({ name, value }) => ({ name, value: Number(value) }))).toEqual(
      Array.from({ length: 12 }, (_, index) => row(index + 1)),
    );
  });

  test('of one shape is not taken for that of another', () => {
    const by = statementsByShape<{ readonly is: string }, unknown>(2);
    const sqlOf = (column: 'name' | 'value') =>
      by(column, (on, slot) =>
        on
          .selectFrom('counters')
          .selectAll()
          .where(column, '=', slot('is') as never),
      )(db.session.db(), { is: 'x' }).sql;
    expect(sqlOf('name')).not.toBe(sqlOf('value'));
    expect(sqlOf('name')).toBe(sqlOf('name'));
  });
});
