import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ground } from '../scenarios/scenario.ts';
import type { Stage } from '../trial/stage.ts';
import { onTrial, type Trial, type Verdict } from '../trial/trial.ts';
import type { Defect, Occasion } from './defects.ts';

const plant = join(import.meta.dirname, 'plant.ts');

/** Tries a Hexdesk that has a defect, with what it takes to bring it to light. */
export const tried = async (defect: Defect, { database, mysql }: Ground): Promise<Verdict> =>
  onTrial(
    {
      databaseUrl: await database(),
      nodes: defect.occasion === 'mysql-killed' ? 1 : 2,
      preloads: [plant],
      begin: oneByOne,
      settings: { FAULTS_DEFECT: defect.name },
      mayBreak: defect.occasion === 'kills',
      maySignOut: defect.occasion === 'clocks-apart',
      movesClocks: defect.occasion === 'clocks-apart',
      restPatienceMs: 6000,
      settleTries: 8,
    },
    async (trial) => {
      await pause(1500);
      await occasions[defect.occasion](trial, mysql);
      await pause(1500);
      return defect.name;
    },
  );

/** Some defects would keep nodes from beginning together, before anybody could do harm. */
const oneByOne = async ({ nodes }: Stage): Promise<void> => {
  for (const node of nodes) await node.start();
};

const occasions: Record<Occasion, (trial: Trial, mysql: Ground['mysql']) => Promise<void>> = {
  nothing: () => pause(1500),
  async kills({ nodes }) {
    for (let time = 0; time < 2; time += 1) {
      for (const node of nodes) {
        await pause(150);
        await node.kill();
        await node.start();
      }
    }
  },
  async 'clocks-apart'({ clocks }) {
    // ids rise with the clock of the node that gives them
    clocks[0]?.set(-60_000);
    await pause(2500);
  },
  async 'mysql-killed'(trial, mysql) {
    for (let time = 0; time < 2; time += 1) {
      await pause(300);
      await mysql.kill();
      await mysql.start();
      await trial.recovers();
    }
  },
  async 'mail-server-away'({ mails }) {
    await mails.be('dropping');
    await pause(1500);
    await mails.be('well');
  },
};
