import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TicketArchive } from '#application/ports/ticket-archive.ts';
import { presentRecord } from '../../wire/ticket-record.ts';
import { csvLine } from './csv-cell.ts';
import { cellsOf, columns } from './csv-columns.ts';
import { jsonLine } from './json-lines.ts';
import type { Progress } from './progress.ts';
import { formatOf } from './ticket-file.ts';

export type ExportFileDeps = {
  readonly archive: TicketArchive;
  readonly progress: Progress;
  readonly stopping: AbortSignal;
};

/** Tickets read in one go. */
const readAtOnce = 100;

/**
 * Writes every ticket into a file, by number, and tells how many there were. The file appears whole or not at all.
 * @throws {BadFile} when its name does not tell the format.
 */
export const exportFile = async (file: string, deps: ExportFileDeps): Promise<number> => {
  const format = formatOf(file);
  const part = `${file}.part`;
  let written = 0;
  const lines = async function* (): AsyncGenerator<string> {
    if (format === 'csv') yield csvLine(columns);
    for await (const page of pages(deps)) {
      const tickets = page.map(({ record }) => presentRecord(record));
      yield tickets
        .map((ticket) => (format === 'csv' ? csvLine(cellsOf(ticket)) : jsonLine(ticket)))
        .join('');
      written += page.length;
    }
  };
  try {
    // whoever wrote and what they wrote is nobody else's business
    await pipeline(Readable.from(lines()), createWriteStream(part, { mode: 0o600, flush: true }), {
      signal: deps.stopping,
    });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    deps.progress.end();
  }
  return written;
};

async function* pages({ archive, progress }: ExportFileDeps) {
  const all = await archive.count();
  let done = 0;
  for (let after = 0; ; ) {
    const page = await archive.page({ after, limit: readAtOnce });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.number;
    done += page.length;
    progress.show(done / Math.max(all, done), done);
  }
}
