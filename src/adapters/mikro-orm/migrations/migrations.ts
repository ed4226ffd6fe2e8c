import { Migration } from '@mikro-orm/migrations';
import { people } from './0001-people.ts';
import { tickets } from './0002-tickets.ts';
import { relays } from './0003-relays.ts';
import { type EngineName, statementsFor, type TableDefinition } from './definition.ts';

type Step = { readonly name: string; readonly statements: (engine: EngineName) => readonly string[] };

const making = (name: string, tables: readonly TableDefinition[]): Step => ({
  name,
  statements: (engine) => tables.flatMap((table) => statementsFor(engine, table)),
});

/** Every change of the schema, in order. Forward only: released steps are never edited. */
const steps: readonly Step[] = [
  making('0001-people', people),
  making('0002-tickets', tickets),
  making('0003-relays', relays),
];

/** The names of all steps, in order. */
export const stepNames = steps.map(({ name }) => name);

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
