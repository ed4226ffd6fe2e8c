import { exportFile } from '#adapters/cli/transfer/export-file.ts';
import { counted, rateOf } from '#adapters/cli/transfer/progress.ts';
import { resolve } from './di.ts';
import { tokens } from './tokens.ts';
import { runTransfer } from './transfer.ts';

if (import.meta.main)
  await runTransfer('export', async ({ container, file, progress, stopping, say }) => {
    const begun = performance.now();
    const written = await exportFile(file, {
      archive: resolve(container, tokens.archive),
      progress,
      stopping,
    });
    const elapsedMs = performance.now() - begun;
    say(
      `Exported ${counted(written)} into ${file} in ${(elapsedMs / 1000).toFixed(1)} s (${rateOf(written, elapsedMs)}).`,
    );
    return 0;
  });
