import type { Database } from '../database.ts';

/**
 * Brings the schema up to date and tells which steps that took. Nodes that start at once wait for each other.
 * @throws when the database was made by a later Hexdesk.
 */
export const migrate = ({ orm, dialect }: Database): Promise<readonly string[]> =>
  dialect.exclusively(orm, 'migrate', async () => {
    await orm.connect();
    return (await orm.migrator.up()).map(({ name }) => name);
  });
