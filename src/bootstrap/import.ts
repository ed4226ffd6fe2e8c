import { setTimeout as pause } from 'node:timers/promises';
import { type ImportSummary, importFile } from '#adapters/cli/transfer/import-file.ts';
import { counted, rateOf } from '#adapters/cli/transfer/progress.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import type { ImportTickets } from '#application/tickets/import-tickets.ts';
import { seconds } from '#domain/shared/duration.ts';
import { resolve } from './di.ts';
import { tokens } from './tokens.ts';
import { runTransfer } from './transfer.ts';

/** How long a database that is away, or kept busy by others, is waited for. */
const patienceMs = seconds(60);

const patiently =
  (importTickets: ImportTickets): ImportTickets =>
  async (records) => {
    for (const begun = performance.now(); ; await pause(seconds(1))) {
      try {
        return await importTickets(records);
      } catch (error) {
        if (!(error instanceof StorageUnavailable) || performance.now() - begun > patienceMs) throw error;
      }
    }
  };

if (import.meta.main)
  await runTransfer('import', async ({ container, file, progress, stopping, say }) => {
    const begun = performance.now();
    const importTickets = patiently(resolve(container, tokens.useCases).importTickets);
    const summary = await importFile(file, { importTickets, progress, stopping });
    say(summaryOf(file, summary, performance.now() - begun));
    if (!summary.complete) return 2;
    return summary.refused > 0 ? 1 : 0;
  });

function summaryOf(file: string, summary: ImportSummary, elapsedMs: number): string {
  const { imported, known, refused, report, complete, trouble } = summary;
  const lines = [
    imported === 0
      ? `Nothing changed: no ticket of ${file} is new.`
      : `Imported ${counted(imported)} in ${(elapsedMs / 1000).toFixed(1)} s (${rateOf(imported, elapsedMs)}).`,
  ];
  if (known > 0) lines.push(`Already here, and left as they are: ${counted(known)}.`);
  if (refused > 0)
    lines.push(
      `Refused: ${refused.toLocaleString('en')} ${refused === 1 ? 'row' : 'rows'}, each with its reasons in ${report}`,
    );
  if (trouble !== undefined) lines.push(`${file}: ${trouble}. What came before that is imported.`);
  else if (!complete) lines.push('Stopped before the end: run the same command again to go on.');
  return lines.join('\n');
}
