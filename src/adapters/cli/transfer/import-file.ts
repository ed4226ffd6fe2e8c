import type { TicketRecord } from '#application/ports/ticket-record.ts';
import type { ImportTickets } from '#application/tickets/import-tickets.ts';
import type { Subject } from '#domain/tickets/subject.ts';
import { checked } from '../../wire/breaches.ts';
import { TicketRecordSchema } from '../../wire/ticket-record.ts';
import type { Progress } from './progress.ts';
import { breachOf } from './reason-text.ts';
import { type RefusedRow, refusalReport } from './refusal-report.ts';
import { BadFile, type SourceRow } from './source-row.ts';
import { openTicketFile } from './ticket-file.ts';

export type ImportSummary = {
  readonly imported: number;
  readonly known: number;
  readonly refused: number;
  /** Where the refused rows are told. */
  readonly report: string;
  /** Whether everything was read; `trouble` says what is wrong with the rest of the file. */
  readonly complete: boolean;
  readonly trouble: string | undefined;
};

export type ImportFileDeps = {
  readonly importTickets: ImportTickets;
  readonly progress: Progress;
  /** Once aborted, what has begun is finished and nothing else is begun. */
  readonly stopping: AbortSignal;
};

/** What goes into one transaction: enough for few commits, little enough to hold no one up. */
const ticketsAtOnce = 100;
const bytesAtOnce = 1024 * 1024;

/**
 * Imports a file, batch after batch, each in one transaction. Whatever ends it, a later run of the same file goes on
 * where it ended: what is in is known.
 * @throws {BadFile} when not even its beginning can be read.
 */
export const importFile = async (
  file: string,
  { importTickets, progress, stopping }: ImportFileDeps,
): Promise<ImportSummary> => {
  const { bytes, rows } = await openTicketFile(file);
  const report = await refusalReport(file);
  const counts = { imported: 0, known: 0, refused: 0 };
  let complete = true;
  let trouble: string | undefined;

  const bring = async (batch: readonly Row[]): Promise<void> => {
    const valid = batch.flatMap(({ record }) => record ?? []);
    const outcomes = (valid.length === 0 ? [] : await importTickets(valid)).values();
    const refused: RefusedRow[] = [];
    for (const { record, line, externalId, reasons } of batch) {
      const outcome = record === undefined ? undefined : outcomes.next().value;
      if (outcome === undefined) refused.push({ line, externalId, reasons });
      else if (outcome.outcome === 'refused')
        refused.push({ line, externalId, reasons: outcome.reasons.map(breachOf) });
      else counts[outcome.outcome] += 1;
    }
    await report.add(refused);
    counts.refused += refused.length;
    progress.show((batch.at(-1)?.end ?? 0) / bytes, counts.imported + counts.known + counts.refused);
  };

  // while the database takes one batch, the next is read
  let running = Promise.resolve();
  try {
    for await (const batch of batches(rows)) {
      await running;
      complete = !stopping.aborted;
      if (!complete) break;
      running = bring(batch);
      running.catch(() => {});
    }
    await running;
  } catch (error) {
    if (!(error instanceof BadFile)) throw error;
    complete = false;
    trouble = error.message;
    await running;
  } finally {
    progress.end();
  }
  return { ...counts, report: report.path, complete, trouble };
};

/** A row after its first look: a ticket, or why it is none. */
type Row = Omit<RefusedRow, 'line'> & {
  readonly line: number;
  readonly end: number;
  readonly record: TicketRecord<Subject> | undefined;
};

const look = ({ line, end, read }: SourceRow): Row => {
  if ('unreadable' in read)
    return { line, end, externalId: null, record: undefined, reasons: [read.unreadable] };
  const externalId = externalIdIn(read.value);
  const ticket = checked(TicketRecordSchema, read.value);
  return ticket.ok
    ? { line, end, externalId, record: ticket.value, reasons: [] }
    : { line, end, externalId, record: undefined, reasons: ticket.breaches };
};

const externalIdIn = (value: unknown): string | null => {
  if (typeof value !== 'object' || value === null || !('externalId' in value)) return null;
  return typeof value.externalId === 'string' ? value.externalId.slice(0, 200) : null;
};

/** Rows in batches. What goes wrong with the file comes after the rows before it. */
async function* batches(rows: AsyncIterable<SourceRow>): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = [];
  let begin = 0;
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const row of rows) {
      batch.push(look(row));
      if (batch.length < ticketsAtOnce && row.end - begin < bytesAtOnce) continue;
      yield batch;
      batch = [];
      begin = row.end;
    }
  } catch (error) {
    failure = { error };
  }
  if (batch.length > 0) yield batch;
  if (failure !== undefined) throw failure.error;
}
