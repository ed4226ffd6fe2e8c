import type { Run } from '../load/closed-loop.ts';
import type { Operation } from '../load/operations.ts';
import type { Rounds } from '../rounds.ts';

/** What one system did in one cell: an operation, at a size, at so many connections. */
export type Figures = {
  readonly tickets: number;
  readonly operation: Operation;
  readonly connections: number;
  readonly system: string;
  readonly requestsPerSecond: number;
  /** Requests per second against the base: the median of the rounds, and its range. */
  readonly ratio: Spread | undefined;
  /** Application CPU per request against the base. */
  readonly cpuRatio: number | undefined;
  readonly appMicroseconds: number;
  readonly databaseMicroseconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly requests: number;
  readonly failures: Readonly<Record<number, number>>;
  /** The most that others took of the machine in any of its runs. */
  readonly foreign: number;
};

export type Spread = { readonly median: number; readonly least: number; readonly most: number };

export type Cell = Pick<Figures, 'tickets' | 'operation' | 'connections'>;

/** The figures of every system of a cell; the base is what the others are held against. */
export const figuresOf = (cell: Cell, rounds: Rounds, base: string): readonly Figures[] =>
  Object.entries(rounds).map(([system, runs]) => {
    const total = summed(runs);
    const against = system === base ? undefined : rounds[base];
    return {
      ...cell,
      system,
      requestsPerSecond: total.requests / total.seconds,
      ratio: against && spreadOf(runs.map((run, index) => rate(run) / rate(against[index] ?? run))),
      cpuRatio: against && total.appMicroseconds / summed(against).appMicroseconds,
      appMicroseconds: total.appMicroseconds,
      databaseMicroseconds: total.databaseMicroseconds,
      p50: median(runs.map((run) => quantile(run.latencies, 0.5))),
      p99: median(runs.map((run) => quantile(run.latencies, 0.99))),
      requests: total.requests,
      failures: failuresOf(runs),
      foreign: Math.max(...runs.map((run) => run.foreign)),
    };
  });

const rate = ({ requests, seconds }: Run): number => requests / seconds;

const summed = (runs: readonly Run[]) => {
  const sum = (pick: (run: Run) => number): number => runs.reduce((so, run) => so + pick(run), 0);
  const requests = sum((run) => run.requests);
  return {
    requests,
    seconds: sum((run) => run.seconds),
    appMicroseconds: (sum((run) => run.appCpu) / requests) * 1e6,
    databaseMicroseconds: (sum((run) => run.databaseCpu) / requests) * 1e6,
  };
};

const failuresOf = (runs: readonly Run[]): Readonly<Record<number, number>> => {
  const all: Record<string, number> = {};
  for (const { failures } of runs) {
    for (const [status, count] of Object.entries(failures)) all[status] = (all[status] ?? 0) + count;
  }
  return all;
};

const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
});

/** What so large a part of ordered values is at most. */
export const quantile = (ordered: Float64Array, part: number): number =>
  ordered[Math.max(0, Math.ceil(part * ordered.length) - 1)] ?? Number.NaN;

/** The one in the middle. */
export const median = (values: readonly number[]): number => {
  const ordered = values.toSorted((a, b) => a - b);
  const middle = ordered.length / 2;
  const upper = ordered[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((ordered[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
};
