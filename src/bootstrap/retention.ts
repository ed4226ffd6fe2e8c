import { BadConfig } from './config.ts';
import { resolve } from './di.ts';
import { runCommand } from './run-command.ts';
import { tokens } from './tokens.ts';

const usage = 'Say nothing to count only, or: npm run retention -- --apply';

/** Counts what the rules of retention would empty, or empties it. */
if (import.meta.main) {
  await runCommand('retention', async ({ container, args, say }) => {
    const [mode = '--dry-run', ...more] = args;
    if (!['--dry-run', '--apply'].includes(mode) || more.length > 0) throw new BadConfig(usage);
    const dryRun = mode === '--dry-run';
    const report = await resolve(container, tokens.useCases).applyRetention({ dryRun });
    if (report.length === 0) say('No queue has a rule: texts are kept for ever.');
    for (const { queue, days, due, emptied } of report) {
      const told = dryRun ? `${due} tickets would be emptied` : `${emptied} tickets were emptied`;
      say(`Queue ${queue}, closed for ${days} days: ${told}.`);
    }
    if (dryRun && report.length > 0) say('Nothing was changed. To do it: npm run retention -- --apply');
    return 0;
  });
}
