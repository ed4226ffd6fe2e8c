import type { Compilable, CompiledQuery, Insertable, Kysely } from 'kysely';
import { recent } from './recent.ts';
import type { Tables } from './tables/tables.ts';

/** Stands for a value in a query that is built before the value is known. */
class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Values of a statement, by the names of its slots. */
type Values = Readonly<Record<string, unknown>>;

/** The place of a value; to types it is the value. */
export type SlotOf<Given extends Values> = <Name extends string & keyof Given>(name: Name) => Given[Name];

/** A query that was built once: only its values are put in each time. */
export type Statement<Given extends Values, Row> = (db: Kysely<Tables>, values: Given) => CompiledQuery<Row>;

/** Builds a query when it is first asked for, and never again: building costs more than what is left to do. */
export const statement = <Given extends Values, Row>(
  build: (db: Kysely<Tables>, slot: SlotOf<Given>) => Compilable<Row> | CompiledQuery<Row>,
): Statement<Given, Row> => {
  let kept: CompiledQuery<Row> | undefined;
  return (db, values) => {
    kept ??= compiled(build(db, (name) => new Slot(name) as never));
    const parameters = kept.parameters.map((value) => (value instanceof Slot ? values[value.name] : value));
    return { ...kept, parameters };
  };
};

/** What is sent for a query, whether it is built already or not. */
export const compiled = <Row>(query: Compilable<Row> | CompiledQuery<Row>): CompiledQuery<Row> =>
  'compile' in query ? query.compile() : query;

/** Statements of one kind that differ in shape, each built once; those asked for last are kept. */
export const statementsByShape = <Given extends Values, Row>(enough: number) => {
  const kept = recent<Statement<Given, Row>>(enough);
  return (shape: string, build: Parameters<typeof statement<Given, Row>>[0]): Statement<Given, Row> => {
    const known = kept.get(shape) ?? statement(build);
    kept.set(shape, known);
    return known;
  };
};

/** Longer inserts are rare, and differ. */
const mostRowsKept = 4;

/** Builds inserts of rows that have the same columns in the same order; what inserts so many is built once. */
export const insertion = <Table extends keyof Tables>(table: Table) => {
  const kept = new Map<number, CompiledQuery>();
  return (db: Kysely<Tables>, rows: readonly Insertable<Tables[Table]>[]): CompiledQuery => {
    const known = kept.get(rows.length);
    if (known !== undefined) {
      return { ...known, parameters: rows.flatMap((row) => Object.values<unknown>(row)) };
    }
    const built = db.insertInto(table).values(rows).compile();
    if (rows.length <= mostRowsKept) kept.set(rows.length, built);
    return built;
  };
};
