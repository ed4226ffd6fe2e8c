import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { withDatabase } from '../check/with-database.ts';
import type { Stage } from '../trial/stage.ts';
import { allAtOnce, onTrial, type Verdict } from '../trial/trial.ts';
import { answersAll, type Scenario } from './scenario.ts';

/** Two nodes begin at the same moment on an empty database, one of them killed while it changes the schema. */
export const startingTogether: Scenario = {
  name: 'two nodes begin at once',
  run: async ({ database, isQuick, progress }) => {
    const times = isQuick ? 1 : 5;
    const verdicts: Verdict[] = [];
    for (let time = 0; time < times; time += 1) {
      progress(time, times);
      const databaseUrl = await database();
      const options = { databaseUrl, nodes: 2, begin: afterAKill, ...answersAll };
      verdicts.push(
        await onTrial(options, async ({ finds }) => {
          await pause(1500);
          for (const what of await madeTwice(databaseUrl)) finds({ check: 'once', what });
          return '';
        }),
      );
    }
    return summed(verdicts, `${times} empty databases, each with a kill while it was filled`);
  },
};

/** Fewer than there are in the end. */
const mostTables = 18;
const patienceMs = 180_000;

/** Waits until a node has made some of the tables. */
const someTables = async (databaseUrl: string): Promise<void> => {
  const wanted = 1 + Math.floor(Math.random() * mostTables);
  const connection = await createConnection({ uri: databaseUrl });
  try {
    for (const begun = Date.now(); Date.now() - begun < patienceMs; await pause(5)) {
      const [rows] = await connection.query('show tables');
      if (Array.isArray(rows) && rows.length >= wanted) return;
    }
    throw new Error(`there were never ${wanted} tables`);
  } finally {
    connection.destroy();
  }
};

const afterAKill = async ({ nodes, databaseUrl }: Stage): Promise<void> => {
  const [first, second] = nodes;
  if (first === undefined || second === undefined) throw new RangeError('two nodes are needed');
  await first.startAndKill(() => someTables(databaseUrl));
  await allAtOnce({ nodes: [first, second] });
};

const madeTwice = (databaseUrl: string): Promise<readonly string[]> =>
  withDatabase(databaseUrl, (session) =>
    session.read(async (db) => {
      const admins = await db.selectFrom('grants').select('user_id').where('role', '=', 'admin').execute();
      const queues = await db.selectFrom('queues').select('id').execute();
      return [
        ...(admins.length === 1 ? [] : [`${admins.length} first admins`]),
        ...(queues.length === 1 ? [] : [`${queues.length} default queues`]),
      ];
    }),
  );

const summed = (verdicts: readonly Verdict[], done: string): Verdict => {
  const sum = (name: 'acknowledged' | 'refused' | 'unclear' | 'unavailable' | 'facts' | 'mails'): number =>
    verdicts.reduce((total, verdict) => total + verdict[name], 0);
  return {
    done,
    findings: verdicts.flatMap(({ findings }) => findings),
    acknowledged: sum('acknowledged'),
    refused: sum('refused'),
    unclear: sum('unclear'),
    unavailable: sum('unavailable'),
    facts: sum('facts'),
    mails: sum('mails'),
    longestRecoveryMs: undefined,
  };
};
