import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '#adapters/mikro-orm/database.ts';
import { migrate, SchemaTooNew } from '#adapters/mikro-orm/migrations/migrate.ts';
import { stepNames } from '#adapters/mikro-orm/migrations/migrations.ts';
import { mikroOrmReadiness } from '#adapters/mikro-orm/readiness.ts';
import { systemClock } from '#adapters/system/clock.ts';
import { openNode, type TestNode } from '../support/database.ts';
import { type Engine, eachEngine } from '../support/engines.ts';
import { eachSharedEngine } from '../support/shared-engines.ts';

/** Opens a database of the test's own, without any schema yet, on as many nodes as are asked for. */
const emptyDatabase = (engine: Engine) => {
  let url = '';
  let drop = async () => {};
  let nodes: TestNode[] = [];
  beforeEach(async () => {
    ({ url, drop } = await engine.databaseUrl());
  });
  afterEach(async () => {
    for (const { database } of nodes) await database.orm.close(true);
    nodes = [];
    await drop();
  });
  return async (): Promise<TestNode> => {
    const node = await openNode(url, systemClock, { poolSize: 1 });
    nodes.push(node);
    return node;
  };
};

/** Every table and its columns, as the database tells them. */
const columnsOf = async ({ dialect, pool }: Database): Promise<ReadonlySet<string>> => {
  const { rows } = await (dialect.name === 'mysql'
    ? sql<{ name: string }>`select concat(table_name, '.', column_name) as name
        from information_schema.columns where table_schema = database()`
    : sql<{ name: string }>`select tables.name || '.' || columns.name as name
        from sqlite_schema as tables, pragma_table_info(tables.name) as columns
        where tables.type = 'table' and tables.name not like 'sqlite_%'`
  ).execute(pool);
  return new Set(rows.map(({ name }) => name).filter((name) => !name.startsWith('mikro_orm_migrations.')));
};

/** Brings a schema half up to date, as far as each engine can be left so, and tells the steps that are left. */
const interrupted: Record<
  Engine['name'],
  (node: Pick<TestNode, 'database' | 'session'>) => Promise<readonly string[]>
> = {
  // whatever was done is kept, but for the step's entry in the books
  MySQL: async ({ database, session }) => {
    await migrate(database);
    await sql`drop table messages`.execute(session.db());
    await sql`delete from mikro_orm_migrations where name <> ${stepNames[0]}`.execute(session.db());
    return stepNames.slice(1);
  },
  // nothing is kept
  SQLite: async ({ database, session }) => {
    await sql`create table ix_outbound_mails_due (in_the_way)`.execute(session.db());
    await expect(migrate(database)).rejects.toThrow('ix_outbound_mails_due');
    await sql`drop table ix_outbound_mails_due`.execute(session.db());
    return stepNames;
  },
};

eachEngine('Bringing the schema up to date', (engine) => {
  const open = emptyDatabase(engine);

  test('takes every step once, and then there is nothing to do', async () => {
    const { database } = await open();
    expect(await migrate(database)).toEqual(stepNames);
    expect(await migrate(database)).toEqual([]);
  });

  test('makes exactly the tables and columns that the adapter knows', async () => {
    const { database } = await open();
    await migrate(database);
    const known = [...database.orm.getMetadata().getAll().values()].flatMap(({ tableName, props }) =>
      props.flatMap(({ fieldNames }) => fieldNames.map((column) => `${tableName}.${column}`)),
    );
    expect(await columnsOf(database)).toEqual(new Set(known));
  });

  test('goes on where it was interrupted', async () => {
    const { database, session } = await open();
    const left = await interrupted[engine.name]({ database, session });
    expect(await mikroOrmReadiness(session).problems()).not.toEqual({});
    expect(await migrate(database)).toEqual(left);
    expect(await columnsOf(database)).toContain('messages.body');
    expect(await mikroOrmReadiness(session).problems()).toEqual({});
  });

  test('refuses a database that a later Hexdesk has changed', async () => {
    const { database, session } = await open();
    await migrate(database);
    await sql`insert into mikro_orm_migrations (name) values (${'9999-from-the-future'})`.execute(
      session.db(),
    );
    await expect(migrate(database)).rejects.toThrow(SchemaTooNew);
  });
});

eachSharedEngine('Several nodes that start at once', (engine) => {
  const open = emptyDatabase(engine);

  test('take every step once between them', async () => {
    const nodes = await Promise.all([open(), open(), open()]);
    const taken = await Promise.all(nodes.map(({ database }) => migrate(database)));
    expect(taken.flat().toSorted()).toEqual(stepNames.toSorted());
    const [{ session } = await open()] = nodes;
    const { rows } = await sql`select name from mikro_orm_migrations order by id`.execute(session.db());
    expect(rows).toEqual(stepNames.map((name) => ({ name })));
  });
});
