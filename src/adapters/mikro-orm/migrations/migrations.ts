import { Migration } from '@mikro-orm/migrations';
import { firstTables } from './0001-first-tables.ts';
import { type EngineName, statementsFor } from './definition.ts';

type Step = { readonly name: string; readonly statements: (engine: EngineName) => readonly string[] };

/** Every change of the schema, in order. Forward only: released steps are never edited. */
const steps: readonly Step[] = [
  {
    name: '0001-first-tables',
    statements: (engine) => firstTables.flatMap((table) => statementsFor(engine, table)),
  },
];

/** The steps as MikroORM's migrator wants them. */
export const migrationsFor = (engine: EngineName) =>
  steps.map(({ name, statements }) => ({
    name,
    class: class extends Migration {
      override up(): void {
        for (const statement of statements(engine)) this.addSql(statement);
      }
    },
  }));
