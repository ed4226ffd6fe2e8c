import { readFile } from 'node:fs/promises';
import {
  BadErasureList,
  type ErasureList,
  erasureLine,
  readErasures,
} from '#adapters/system/erasure-journal.ts';
import { BadConfig } from './config.ts';
import { resolve } from './di.ts';
import { runCommand } from './run-command.ts';
import { tokens } from './tokens.ts';

const usage = 'Say what: npm run erasures -- list, or npm run erasures -- reapply <file>';

/** Prints the list of erasures, or erases everybody on such a list again. */
if (import.meta.main) {
  await runCommand('erasures', async ({ container, args, say }) => {
    const [what, file, ...more] = args;
    const { listErasures, reapplyErasures } = resolve(container, tokens.useCases);
    if (what === 'list' && file === undefined) {
      for (const erasure of await listErasures()) say(erasureLine(erasure).trimEnd());
      return 0;
    }
    if (what !== 'reapply' || file === undefined || more.length > 0) throw new BadConfig(usage);
    const { erasures: list, isCutOff } = await erasuresIn(file);
    if (isCutOff) say('The last line is cut off, and left out.');
    const { erased } = await reapplyErasures(list);
    say(`Erased again: ${erased} of ${list.length}; the others are erased, or are not here.`);
    return 0;
  });
}

async function erasuresIn(file: string): Promise<ErasureList> {
  try {
    return readErasures(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof BadErasureList) throw new BadConfig(`${file}: ${error.message}.`);
    throw new BadConfig(`${file} cannot be read`, { cause: error });
  }
}
