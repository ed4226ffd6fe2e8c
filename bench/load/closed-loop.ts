import { setTimeout as pause } from 'node:timers/promises';
import { cores, cpuOf, cpuOfMachine, familyOf } from '../machine/usage.ts';
import { randomFrom } from '../seed/chance.ts';
import type { Request, System } from '../systems/system.ts';
import { type HttpConnection, httpConnection } from './http-connection.ts';
import { type Operation, pickedFromMix } from './operations.ts';

export type Load = {
  readonly operation: Operation;
  readonly connections: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly seed: number;
  /** Processes of the database. */
  readonly database: readonly number[];
};

/** What one run of one operation on one system gave. */
export type Run = {
  readonly requests: number;
  readonly seconds: number;
  /** Answers by status that were no success, from the first request on. */
  readonly failures: Readonly<Record<number, number>>;
  /** Milliseconds, in order. */
  readonly latencies: Float64Array;
  readonly appCpu: number;
  readonly databaseCpu: number;
  /** The share of the machine that others took meanwhile. */
  readonly foreign: number;
};

/** A run that neither ends nor fails ends anyway. */
const mostRequests = 500_000;

/** Lets so many connections ask one after the other, as fast as they are answered, and measures for a while. */
export const closedLoop = async (system: System, load: Load): Promise<Run> => {
  const connections: HttpConnection[] = [];
  try {
    for (let index = 0; index < load.connections; index += 1)
      connections.push(await httpConnection(system.port));
    return await measured(system, load, connections);
  } finally {
    for (const connection of connections) connection.close();
  }
};

const measured = async (system: System, load: Load, connections: readonly HttpConnection[]): Promise<Run> => {
  const [first] = connections;
  if (first === undefined) throw new Error('a load needs a connection');
  await system.prepare(first);

  const failures: Record<number, number> = {};
  const latencies: number[] = [];
  let measuring = false;
  let stopping = false;

  const loops = await Promise.all(
    connections.map(async (connection, index) => {
      const next = await requestsOf(system, load, connection, index);
      return () => looped(connection, next);
    }),
  );
  const looped = (connection: HttpConnection, next: () => Request): Promise<void> =>
    new Promise((ended) => {
      const step = (): void => {
        if (stopping) {
          ended();
          return;
        }
        const request = next();
        const begun = performance.now();
        connection.send(request, (answer) => {
          const { status } = answer;
          if (measuring) latencies.push(performance.now() - begun);
          if (status < 200 || status > 299) failures[status] = (failures[status] ?? 0) + 1;
          request.done?.(answer);
          // a broken connection answers at once, for ever
          if (status === 0 || latencies.length > mostRequests) ended();
          else step();
        });
      };
      step();
    });

  const all = Promise.all(loops.map((loop) => loop()));
  await pause(load.warmUpSeconds * 1000);
  const app = familyOf(system.pid);
  const before = taken(app, load.database);
  measuring = true;
  await pause(load.seconds * 1000);
  stopping = true;
  measuring = false;
  const after = taken(app, load.database);
  await all;

  const seconds = (after.at - before.at) / 1000;
  const appCpu = after.app - before.app;
  const databaseCpu = after.database - before.database;
  const ours = appCpu + databaseCpu + after.own - before.own;
  return {
    requests: latencies.length,
    seconds,
    failures,
    latencies: Float64Array.from(latencies).sort(),
    appCpu,
    databaseCpu,
    foreign: Math.max(0, (after.machine - before.machine - ours) / (seconds * cores)),
  };
};

const requestsOf = async (
  system: System,
  { operation, connections, seed }: Load,
  connection: HttpConnection,
  index: number,
): Promise<() => Request> => {
  const random = randomFrom(seed + index * 101);
  const client = await system.client({ index, of: connections, random, connection });
  return operation === 'mixed' ? () => client[pickedFromMix(random)]() : client[operation];
};

const taken = (app: readonly number[], database: readonly number[]) => {
  const { user, system } = process.cpuUsage();
  return {
    app: cpuOf(app),
    database: cpuOf(database),
    own: (user + system) / 1e6,
    machine: cpuOfMachine(),
    at: performance.now(),
  };
};
