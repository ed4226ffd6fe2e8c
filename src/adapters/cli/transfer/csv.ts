import { CsvError, type Parser, parse } from 'csv-parse';
import { unguarded } from './csv-cell.ts';
import { type Column, columns, neededColumns, ticketIn } from './csv-columns.ts';
import { BadFile, longestRow, type SourceRow } from './source-row.ts';

type Parsed = { readonly record: readonly string[]; readonly lines: number; readonly bytes: number };

/** Reads CSV (RFC 4180) with a header. Rows come as arrays: no name in a file becomes a property here. @throws {BadFile} */
export async function* readCsv(chunks: AsyncIterable<Buffer>): AsyncGenerator<SourceRow> {
  let header: readonly Column[] | undefined;
  let line = 1;
  try {
    for await (const { record, lines, bytes } of parsed(chunks)) {
      const isEmpty = record.length === 1 && record[0] === '';
      if (header === undefined) header = headerOf(record);
      else if (!isEmpty) yield { line, end: bytes, read: readRow(header, record) };
      line = lines + 1;
    }
  } catch (error) {
    throw error instanceof CsvError ? badCsv(error, line) : error;
  }
  if (header === undefined) throw new BadFile('it is empty: the first line must name the columns');
}

/** Read from the parser as a stream, the rows before a broken one would be lost with it. */
async function* parsed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Parsed> {
  let rows: Parsed[] = [];
  const parser = parse({
    bom: true,
    max_record_size: longestRow,
    relax_column_count: true,
    on_record: (record: readonly string[], { lines, bytes }) => void rows.push({ record, lines, bytes }),
  });
  const take = (): readonly Parsed[] => {
    const taken = rows;
    rows = [];
    return taken;
  };
  // what goes wrong is told to whoever writes, too
  parser.on('error', () => {}).resume();
  for await (const chunk of chunks) {
    const failure = await written(parser, chunk);
    yield* take();
    if (failure !== undefined) throw failure;
  }
  const failure = await ended(parser);
  yield* take();
  if (failure !== undefined) throw failure;
}

const written = (parser: Parser, chunk: Buffer): Promise<Error | undefined> =>
  new Promise((resolve) => {
    parser.write(chunk, (error) => resolve(error ?? undefined));
  });

const ended = (parser: Parser): Promise<Error | undefined> =>
  new Promise((resolve) => {
    parser.once('error', resolve).once('end', () => resolve(undefined));
    parser.end();
  });

const headerOf = (record: readonly string[]): readonly Column[] => {
  const names = record.map((name) => name.trim());
  const missing = neededColumns.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    const hint = names.length === 1 && names[0]?.includes(';') ? '; columns are separated by commas' : '';
    throw new BadFile(`the first line must name the columns, and lacks ${missing.join(', ')}${hint}`);
  }
  return names.map((name, index) => {
    const column = columns.find((known) => known === name);
    if (column === undefined) throw new BadFile(`column ${index + 1} is none of ${columns.join(', ')}`);
    if (names.indexOf(name) !== index) throw new BadFile(`there are two columns ${column}`);
    return column;
  });
};

const readRow = (header: readonly Column[], record: readonly string[]): SourceRow['read'] => {
  if (record.length !== header.length) {
    const message = `has ${record.length} cells where the header has ${header.length}`;
    return { unreadable: { path: '', code: 'wrong-number-of-cells', message } };
  }
  return ticketIn(new Map(header.map((column, index) => [column, unguarded(record[index] ?? '')])));
};

const badCsv = ({ code }: CsvError, line: number): BadFile => {
  const row = `the row that begins in line ${line}`;
  return new BadFile(
    code === 'CSV_MAX_RECORD_SIZE'
      ? `${row} is longer than 8 MiB, or a quotation mark in it is never closed`
      : `${row} has a quotation mark that is not closed, or not doubled`,
  );
};
