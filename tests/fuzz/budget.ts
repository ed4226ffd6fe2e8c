import { randomInt } from 'node:crypto';

/** How much a run of the fuzzer sends. */
export type Budget = {
  /** Requests per operation and mode. */
  readonly requests: number;
  /** The same on engines that are slower, where only what the engine does differs. */
  readonly requestsElsewhere: number;
  /** Malformed HTTP messages, and malformed WebSocket frames. */
  readonly messages: number;
};

const budgets = {
  small: { requests: 15, requestsElsewhere: 3, messages: 400 },
  full: { requests: 300, requestsElsewhere: 60, messages: 2000 },
} as const satisfies Record<string, Budget>;

/** The small one is part of every test run; the full one is asked for by `npm run test:fuzz`. */
export const budget: Budget = process.env['HEXDESK_FUZZ'] === 'full' ? budgets.full : budgets.small;

/** Of this run, or of the one to repeat: `HEXDESK_FUZZ_SEED=<seed>` with the same files sends the same again. */
export const seed = Number(process.env['HEXDESK_FUZZ_SEED'] ?? randomInt(2 ** 31));

/** How a failing run is repeated. */
export const replay = `HEXDESK_FUZZ_SEED=${seed}`;
