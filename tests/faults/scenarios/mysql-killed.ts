import { setTimeout as pause } from 'node:timers/promises';
import { onTrial } from '../trial/trial.ts';
import { answersAll, type Scenario } from './scenario.ts';

/** SIGKILL to MySQL, which comes back after a while. */
export const mysqlKilled: Scenario = {
  name: 'MySQL is killed',
  run: async ({ mysql, database, isQuick, progress }) => {
    const wanted = isQuick ? 1 : 20;
    return onTrial({ databaseUrl: await database(), nodes: 2, ...answersAll }, async (trial) => {
      for (let kills = 0; kills < wanted; ) {
        await pause(500 + Math.random() * 1500);
        await mysql.kill();
        kills += 1;
        progress(kills, wanted);
        await pause(Math.random() * 3000);
        await mysql.start();
        await trial.recovers();
      }
      return `${wanted} kills, each with up to three seconds before it was started again`;
    });
  },
};
