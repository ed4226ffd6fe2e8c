import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { asker } from './measure.ts';
import type { Place } from './place.ts';
import type { Question } from './questions.ts';

/** What a question costs the database at one size: no noise is in the rows. */
export type Effort = {
  /** Rows that the statements of one request look at. */
  readonly rows: number;
  readonly ms: number;
  /** The statement that took most of it, without its values. */
  readonly heaviest: string;
};

const requests = 10;

/** Asks a question a few times and reads what MySQL counted meanwhile; relays that work just then are counted, too. */
export const effortOf = async (databaseUrl: string, place: Place, question: Question): Promise<Effort> => {
  const connection = await createConnection({ uri: databaseUrl });
  try {
    const counted = async (): Promise<ReadonlyMap<string, DigestRow>> => {
      const [rows] = await connection.query<DigestRow[]>(
        `select digest_text as text, sum_rows_examined as looked, sum_timer_wait / 1e9 as ms
         from performance_schema.events_statements_summary_by_digest where schema_name = database()`,
      );
      return new Map(rows.map((row) => [row.text, row]));
    };
    const before = await counted();
    const ask = asker(place, question);
    for (let request = 0; request < requests; request += 1) await ask();
    const spent = [...(await counted())]
      .map(([text, { looked, ms }]) => ({
        text,
        rows: (Number(looked) - Number(before.get(text)?.looked ?? 0)) / requests,
        ms: (Number(ms) - Number(before.get(text)?.ms ?? 0)) / requests,
      }))
      .filter(({ text }) => !text.includes('performance_schema'))
      .toSorted((one, other) => other.ms - one.ms);
    return {
      rows: spent.reduce((sum, { rows }) => sum + rows, 0),
      ms: spent.reduce((sum, { ms }) => sum + ms, 0),
      heaviest: spent[0]?.text ?? '',
    };
  } finally {
    await connection.end();
  }
};

type DigestRow = RowDataPacket & {
  readonly text: string;
  readonly looked: number | string;
  readonly ms: number | string;
};
