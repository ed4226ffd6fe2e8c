import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Connection, createConnection } from 'mysql2/promise';
import type { Queue } from '#domain/queues/queue.ts';
import { progress } from '../progress.ts';
import { type Lines, loadLines } from './load-rows.ts';
import type { Told } from './story-worker.ts';

/** Tickets of which queues are to be loaded where; of one queue, or of the many of a large desk. */
export type Loading = {
  readonly databaseUrl: string;
  readonly tickets: number;
  readonly queues: readonly Queue[];
};

/** So many tickets are made in memory before they are loaded. */
const batch = 2500;

/** Loads tickets with everything that belongs to them; each table on its way of its own. */
export const loadTickets = async ({ databaseUrl, tickets, queues }: Loading): Promise<void> => {
  const begun = performance.now();
  const worker = new Worker(join(import.meta.dirname, 'story-worker.ts'), {
    workerData: { tickets, queues },
  });
  const lanes = new Map<string, Connection>();
  try {
    for (const table of ['tickets', 'facts', 'messages', 'ticket_tags']) {
      lanes.set(table, await loadingConnection(databaseUrl));
    }
    const load = ([table, lines]: readonly [string, Lines]): Promise<void> => {
      const lane = lanes.get(table);
      if (lane === undefined) throw new TypeError(`no way into ${table}`);
      return loadLines(lane, table, lines);
    };
    const told = async (from: number): Promise<Told> => {
      worker.postMessage({ from, to: Math.min(from + batch, tickets) });
      const [message] = (await once(worker, 'message')) as [Told];
      return message;
    };

    const bar = progress(`seeding ${tickets} tickets`, tickets);
    let messages = 0;
    let position = 0;
    for (let from = 0, coming = told(0); from < tickets; from += batch) {
      const ready = await coming;
      // the next are told while these are loaded
      if (from + batch < tickets) coming = told(from + batch);
      await Promise.all(Object.entries(ready.tables).map(load));
      messages += ready.messages;
      ({ position } = ready);
      bar.at(Math.min(from + batch, tickets));
    }
    await settle(lanes.get('tickets'), position);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    bar.end(`${messages} messages, ${position} facts, ${seconds} s`);
  } finally {
    await worker.terminate();
    for (const lane of lanes.values()) await lane.end();
  }
};

/** A connection that looks at nothing twice. */
export const loadingConnection = async (databaseUrl: string): Promise<Connection> => {
  const connection = await createConnection({
    uri: databaseUrl,
    multipleStatements: true,
    flags: ['+LOCAL_FILES'],
  });
  await connection.query(
    'set global local_infile = 1; set session sql_log_bin = 0, foreign_key_checks = 0, unique_checks = 0',
  );
  return connection;
};

/** Every fact is stamped, and the letters about it were written long ago. */
const settle = async (connection: Connection | undefined, position: number): Promise<void> => {
  await connection?.query('insert into counters (name, value) values ?', [
    ['positions', 'relay:letters'].map((name) => [name, position]),
  ]);
  await connection?.query('analyze table users, tickets, facts, messages, ticket_tags');
};
