import { setTimeout as pause } from 'node:timers/promises';
import { onTrial } from '../trial/trial.ts';
import { answersAll, type Scenario } from './scenario.ts';

/** SIGSTOP to MySQL: every connection stays and none says a word. */
export const mysqlFrozen: Scenario = {
  name: 'MySQL is frozen',
  run: async ({ mysql, database, isQuick, progress }) => {
    const seconds = isQuick ? 6 : 20;
    return onTrial({ databaseUrl: await database(), nodes: 2, ...answersAll }, async (trial) => {
      await pause(1500);
      mysql.freeze();
      try {
        for (let second = 0; second < seconds; second += 1) {
          progress(second, seconds);
          await pause(1000);
        }
      } finally {
        mysql.thaw();
      }
      await trial.recovers();
      await pause(1000);
      return `stopped for ${seconds} seconds`;
    });
  },
};
