import { setTimeout as pause } from 'node:timers/promises';
import { allAtOnce, onTrial } from '../trial/trial.ts';
import type { Scenario } from './scenario.ts';

/** SIGKILL to one of two nodes, or to both, at any moment of their work. */
export const hexdeskKilled: Scenario = {
  name: 'Hexdesk is killed',
  run: async ({ database, isQuick, progress }) => {
    const wanted = isQuick ? 6 : 100;
    const databaseUrl = await database();
    return onTrial({ databaseUrl, nodes: 2, mayBreak: true, maySignOut: false }, async (trial) => {
      let kills = 0;
      let busy = 0;
      while (kills < wanted) {
        await pause(100 + Math.random() * 700);
        const victims = kills % 10 === 9 ? trial.nodes : trial.nodes.slice(kills % 2).slice(0, 1);
        if (trial.load.inFlight() > 0) busy += victims.length;
        await Promise.all(victims.map((node) => node.kill()));
        kills += victims.length;
        progress(kills, wanted);
        await allAtOnce({ nodes: victims });
      }
      await trial.recovers();
      return `${kills} kills of two nodes, ${busy} with writes on their way`;
    });
  },
};
