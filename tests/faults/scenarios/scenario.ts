import type { RestartableMysql } from '../machine/restartable-mysql.ts';
import type { Verdict } from '../trial/trial.ts';

/** Where a fault is brought about. */
export type Ground = {
  readonly mysql: RestartableMysql;
  /** Makes an empty database on it. */
  database(): Promise<string>;
  /** Whether less is done of everything. */
  readonly isQuick: boolean;
  /** Shows how far it is. */
  progress(done: number, total: number): void;
};

/** One kind of fault. */
export type Scenario = {
  readonly name: string;
  readonly run: (ground: Ground) => Promise<Verdict>;
};

/** Nothing but MySQL or the mail server goes wrong, so every request gets an answer. */
export const answersAll = { mayBreak: false, maySignOut: false } as const;
