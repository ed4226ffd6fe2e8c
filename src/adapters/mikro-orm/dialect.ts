import type { CompiledQuery, Kysely } from 'kysely';
import type { Moment } from './tables/columns.ts';
import type { Tables } from './tables/tables.ts';

/** What differs between the engines; everything else is one code path. */
export type Dialect = {
  readonly name: 'mysql' | 'sqlite';
  toMoment(at: Date): Moment;
  fromMoment(moment: Moment): Date;
  /** Whether rows can be locked (`for update`, `skip locked`); where not, there is one writer at a time anyway. */
  readonly locksRows: boolean;
  /** What each of several queries finds. */
  all(
    db: Kysely<Tables>,
    queries: readonly CompiledQuery<unknown>[],
  ): Promise<readonly (readonly unknown[])[]>;
  /** Whether questions had better go together: where each way to the database costs more than most answers. */
  readonly isFar: boolean;
  /** The text of a write that may travel with the next statement of its transaction. */
  later(sql: string): string;
  /** Runs `work`, however long it takes, while no other process does so under this name. */
  exclusively<Result>(pool: Kysely<Tables>, name: string, work: () => Promise<Result>): Promise<Result>;
  /** What went wrong: worth running again, the database away, a key taken, or nothing this adapter knows. */
  classify(error: unknown): 'retry' | 'unavailable' | 'duplicate' | 'other';
};

/** The end of time, for columns that sort what has no moment last. */
export const endOfTime = new Date('9999-12-31T00:00:00.000Z');

const firstMoment = Date.UTC(1000, 0, 1);
const lastMoment = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** The moment, or the nearest one that every engine can store and compare: years 1000 to 9999. */
export const storable = (at: Date): Date =>
  new Date(Math.min(Math.max(at.getTime(), firstMoment), lastMoment));

/** Every error in a chain of causes, outermost first. */
export const causesOf = (error: unknown): readonly Record<string, unknown>[] => {
  const chain: Record<string, unknown>[] = [];
  for (let at = error; at instanceof Error && chain.length < 8; at = at.cause) {
    chain.push(at as unknown as Record<string, unknown>);
  }
  return chain;
};
