import { Readable } from 'node:stream';
import type { Connection } from 'mysql2/promise';
import type { Row } from './rows.ts';

/** Rows of one table as `LOAD DATA` reads them. */
export type Lines = { readonly columns: readonly string[]; readonly lines: Uint8Array };

/** Writes rows that have the same columns down. */
export const linesOf = (rows: readonly Row[]): Lines => ({
  columns: Object.keys(rows[0] ?? {}),
  lines: Buffer.from(rows.map((row) => `${Object.values(row).map(field).join('\t')}\n`).join('')),
});

/** Streams rows into a table. */
export const loadLines = async (
  connection: Connection,
  table: string,
  { columns, lines }: Lines,
): Promise<void> => {
  if (lines.length === 0) return;
  const quoted = columns.map((column) => `\`${column}\``).join(', ');
  await connection.query({
    sql: `load data local infile 'rows' into table ${table} character set utf8mb4 (${quoted})`,
    infileStreamFactory: () => Readable.from([Buffer.from(lines)]),
  });
};

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\0': '\\0' };

const field = (value: Row[string]): string =>
  value === null
    ? '\\N'
    : String(value).replaceAll(/[\\\t\n\0]/g, (character) => escapes[character] ?? character);
