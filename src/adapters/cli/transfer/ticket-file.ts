import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readCsv } from './csv.ts';
import { readJsonLines } from './json-lines.ts';
import { BadFile, type SourceRow, utf8Only } from './source-row.ts';

export type FileFormat = 'csv' | 'json-lines';

/** How a file of this name is written. @throws {BadFile} when the name does not tell. */
export const formatOf = (file: string): FileFormat => {
  if (/\.csv$/i.test(file)) return 'csv';
  if (/\.(jsonl|ndjson)$/i.test(file)) return 'json-lines';
  throw new BadFile('its name must end in .jsonl, .ndjson or .csv');
};

/** A file of tickets, opened to be read once. @throws {BadFile} */
export const openTicketFile = async (
  file: string,
): Promise<{ readonly bytes: number; readonly rows: AsyncIterable<SourceRow> }> => {
  const format = formatOf(file);
  const bytes = await sizeOf(file);
  const chunks = utf8Only(createReadStream(file, { highWaterMark: 256 * 1024 }));
  return { bytes, rows: format === 'csv' ? readCsv(chunks) : readJsonLines(chunks) };
};

const sizeOf = async (file: string): Promise<number> => {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new BadFile('it is not a file');
    return found.size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new BadFile('there is no such file');
    throw error;
  }
};
