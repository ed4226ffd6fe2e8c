import { Readable } from 'node:stream';
import type { Connection } from 'mysql2/promise';
import type { Row } from './rows.ts';

/** Rows on their way into a table: gathered, then streamed by `LOAD DATA`. */
export type RowLoader = { add(row: Row): void; flush(): Promise<void> };

export const rowLoader = (connection: Connection, table: string): RowLoader => {
  let columns: readonly string[] = [];
  let lines: string[] = [];
  return {
    add(row) {
      columns = Object.keys(row);
      lines.push(Object.values(row).map(field).join('\t'));
    },
    async flush() {
      if (lines.length === 0) return;
      const text = `${lines.join('\n')}\n`;
      lines = [];
      const quoted = columns.map((column) => `\`${column}\``).join(', ');
      await connection.query({
        sql: `load data local infile 'rows' into table ${table} character set utf8mb4 (${quoted})`,
        infileStreamFactory: () => Readable.from([Buffer.from(text)]),
      });
    },
  };
};

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\0': '\\0' };

const field = (value: Row[string]): string =>
  value === null
    ? '\\N'
    : String(value).replaceAll(/[\\\t\n\0]/g, (character) => escapes[character] ?? character);
