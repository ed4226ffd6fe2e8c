import type { Actor } from '#domain/access/actor.ts';
import type { Cursor } from './cursor.ts';
import type { Heard } from './hearing.ts';

/** Where a transport takes up what happens on one topic. */
export type Listener = {
  /** Takes a fact and the cursor to go on after it. */
  fact(heard: Heard, cursor: Cursor): void;
  /** What was missed cannot be told: what comes next follows this cursor. */
  reset(cursor: Cursor): void;
  /** The topic is out of sight now; nothing more comes. */
  left(): void;
  /** The topic cannot be told any further for now; nothing more comes. */
  failed(error: unknown): void;
  /** A promise to wait for when many facts come at once and the way out is full. */
  ready(): Promise<void> | undefined;
};

/** Who listens, with the rights they have at the moment of the question. */
export type Listening = { readonly who: () => Actor; readonly listener: Listener };

/** One topic followed by one listener. */
export type Following = {
  /** Where it begins: every fact after this one is told, in order, once. */
  readonly cursor: Cursor;
  /** Lets the facts flow. */
  start(): void;
  /** Asks the policy again, after the rights of who listens have changed. */
  recheck(): void;
  end(): void;
};
