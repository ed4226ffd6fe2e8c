import { sql } from 'kysely';
import type { Database } from '#adapters/mikro-orm/database.ts';

/** Every place in a database where one of these words stands: `table.column: word`. */
export const placesOf = async (
  { dialect, pool }: Database,
  words: readonly string[],
): Promise<readonly string[]> => {
  const places: string[] = [];
  for (const table of await tablesOf(dialect.name, pool)) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(pool);
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        const text = String(value).toLowerCase();
        for (const word of words) {
          if (text.includes(word.toLowerCase())) places.push(`${table}.${column}: ${word}`);
        }
      }
    }
  }
  return [...new Set(places)].toSorted();
};

const tablesOf = async (engine: 'mysql' | 'sqlite', pool: Database['pool']): Promise<readonly string[]> => {
  const { rows } = await (engine === 'mysql'
    ? sql<{
        name: string;
      }>`select table_name as name from information_schema.tables where table_schema = database()`
    : sql<{ name: string }>`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`
  ).execute(pool);
  return rows.map(({ name }) => name);
};
