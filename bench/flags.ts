import { parseArgs } from 'node:util';
import { type Operation, operations } from './load/operations.ts';

/** What a run of the bench measures, and how long. */
export type Plan = {
  readonly sizes: readonly number[];
  readonly operations: readonly Operation[];
  readonly connections: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Baselines to be measured beside Hexdesk, when their sources are there. */
  readonly baselines: readonly string[];
  /** Beside Hexdesk itself when it does not look for revocations, in place of the baselines. */
  readonly revocation: boolean;
  /** Whether mails are written, too. */
  readonly mails: boolean;
  /** MySQL's buffer pool. */
  readonly bufferPool: string;
  readonly startUps: number;
};

const full: Plan = {
  sizes: [10_000, 100_000],
  operations: ['get', 'list', 'mixed', 'patch', 'message', 'create'],
  connections: [1, 16, 64],
  rounds: 5,
  seconds: 1.2,
  warmUpSeconds: 0.7,
  baselines: ['go', 'raw'],
  revocation: false,
  mails: false,
  bufferPool: '2G',
  startUps: 5,
};

const quick: Partial<Plan> = { sizes: [10_000], connections: [16], rounds: 2, seconds: 0.8, startUps: 2 };

const mostTickets = 1_000_000;

/** Reads the command line. @throws when it asks for what there is not. */
export const planFrom = (args: readonly string[]): Plan => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      tickets: { type: 'string' },
      ops: { type: 'string' },
      conns: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      baselines: { type: 'string' },
      revocation: { type: 'boolean', default: false },
      mails: { type: 'boolean', default: false },
      'buffer-pool': { type: 'string' },
    },
  });
  const base: Plan = { ...full, ...(values.quick ? quick : {}) };
  return {
    ...base,
    sizes: numbers(values.tickets, { max: mostTickets }) ?? base.sizes,
    operations: values.ops === undefined ? base.operations : values.ops.split(',').map(operationOf),
    connections: numbers(values.conns, { max: 256 }) ?? base.connections,
    rounds: numbers(values.rounds, { max: 100 })?.[0] ?? base.rounds,
    seconds: values.seconds === undefined ? base.seconds : Number(values.seconds),
    baselines: values.revocation
      ? []
      : (values.baselines?.split(',').filter((name) => name !== 'none') ?? base.baselines),
    revocation: values.revocation,
    mails: values.mails,
    bufferPool: values['buffer-pool'] ?? base.bufferPool,
  };
};

/** Reads whole numbers that may have _ between their digits, apart by commas. */
export const numbers = (
  given: string | undefined,
  { max }: { readonly max: number },
): readonly number[] | undefined =>
  given?.split(',').map((raw) => {
    const number = Number(raw.replaceAll('_', ''));
    if (!Number.isInteger(number) || number < 1 || number > max)
      throw new Error(`${raw} is no whole number from 1 to ${max}`);
    return number;
  });

const operationOf = (name: string): Operation => {
  const operation = operations.find((known) => known === name);
  if (operation === undefined) throw new Error(`${name} is none of ${operations.join(', ')}`);
  return operation;
};
