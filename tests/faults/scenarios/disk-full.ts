import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { temporaryFolder } from '../../support/hexdesk-process.ts';
import { outputOf } from '../../support/mysql/output-of.ts';
import type { HexdeskNode } from '../machine/hexdesk-node.ts';
import { onTrial } from '../trial/trial.ts';
import { answersAll, type Scenario } from './scenario.ts';

/**
 * The files of SQLite may grow no further: the kernel itself refuses (RLIMIT_FSIZE), for which nobody needs to be root
 * or to have a disk to spare.
 */
export const diskFull: Scenario = {
  name: 'the disk under SQLite is full',
  run: async ({ isQuick, progress }) => {
    const times = isQuick ? 1 : 4;
    const folder = await temporaryFolder();
    const file = `${folder.path}/hexdesk.sqlite`;
    const options = { databaseUrl: `sqlite:${file}`, nodes: 1, writers: 5, ...answersAll };
    try {
      return await onTrial(options, async (trial) => {
        const [node] = trial.nodes;
        if (node === undefined) throw new RangeError('no node');
        let refused = 0;
        for (let time = 0; time < times; time += 1) {
          progress(time, times);
          await pause(1500);
          const before = trial.heard.counts.get('503') ?? 0;
          await limitFiles(node, String(await largest(file)));
          await pause(4000);
          refused += (trial.heard.counts.get('503') ?? 0) - before;
          await limitFiles(node, 'unlimited');
          await trial.recovers();
        }
        if (refused === 0) throw new Error('the disk was never full');
        return `full ${times} times for four seconds, ${refused} requests refused`;
      });
    } finally {
      await folder.remove();
    }
  },
};

/** The write-ahead log starts over when it has been worked off; so no file may grow, and half of that is left. */
const largest = async (file: string): Promise<number> => {
  const sizes = await Promise.all([file, `${file}-wal`].map(async (path) => (await stat(path)).size));
  return Math.round(Math.min(...sizes) / 2);
};

/** Only the soft limit, so that it can be lifted again. */
const limitFiles = async ({ pid }: HexdeskNode, bytes: string): Promise<void> => {
  await outputOf('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:`]);
};
