import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Session } from '../session.ts';
import { stepNames } from './migrations.ts';

/** The database was made by a later Hexdesk, which this one does not understand. */
export class SchemaTooNew extends Error {
  readonly code = 'schema-too-new';
}

/**
 * Brings the schema up to date and tells which steps that took. Nodes that start at once wait for each other.
 * @throws {SchemaTooNew}
 */
export const migrate = ({ orm, dialect, pool }: Database): Promise<readonly string[]> =>
  dialect.exclusively(pool, 'migrate', async () => {
    const applied = await orm.migrator.getExecuted();
    const unknown = applied.map(({ name }) => name).filter((name) => !stepNames.includes(name));
    if (unknown.length > 0) throw new SchemaTooNew(`the database has steps of a later version: ${unknown}`);
    return (await orm.migrator.up()).map(({ name }) => name);
  });

/** The steps that a database still lacks. */
export const missingSteps = (session: Session): Promise<readonly string[]> =>
  session.read(async (db) => {
    const { rows } = await sql<{ name: string }>`select name from mikro_orm_migrations`.execute(db);
    return stepNames.filter((name) => !rows.some((row) => row.name === name));
  });
