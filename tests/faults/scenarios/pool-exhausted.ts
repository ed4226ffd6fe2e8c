import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { onTrial } from '../trial/trial.ts';
import { answersAll, type Scenario } from './scenario.ts';

/** Somebody else holds locks on every ticket, until each connection of each node waits for one. */
export const poolExhausted: Scenario = {
  name: 'every connection is taken',
  run: async ({ database, isQuick, progress }) => {
    const seconds = isQuick ? 12 : 18;
    const databaseUrl = await database();
    const settings = { DATABASE_POOL: '4' };
    return onTrial({ databaseUrl, nodes: 2, writers: 24, settings, ...answersAll }, async (trial) => {
      await pause(1500);
      const holder = await createConnection({ uri: databaseUrl });
      try {
        await holder.query('start transaction');
        await holder.query('select id from tickets for update');
        for (let second = 0; second < seconds; second += 1) {
          progress(second, seconds);
          await pause(1000);
        }
        await holder.query('rollback');
      } finally {
        holder.destroy();
      }
      await trial.recovers();
      return `all tickets locked for ${seconds} seconds, four connections for 24 writers`;
    });
  },
};
