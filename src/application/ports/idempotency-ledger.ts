import { hours } from '#domain/shared/duration.ts';

/** One keyed request of one caller. */
export type KeyedRequest = {
  /** The user, or the address of somebody unknown. */
  readonly caller: string;
  readonly route: string;
  readonly key: string;
  /** Digest of everything that makes the request what it is. */
  readonly fingerprint: string;
};

/** An answer as it is kept. */
export type KeptAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Once<Answer> =
  | { readonly outcome: 'done'; readonly answer: Answer }
  | { readonly outcome: 'replayed'; readonly answer: KeptAnswer }
  | { readonly outcome: 'reused' }
  | { readonly outcome: 'in-flight' };

/** How long an answer is kept; afterwards its key counts as new. */
export const keptAnswerMs = hours(24);

/** Makes a keyed request have one effect, whatever is lost or repeated. */
export interface IdempotencyLedger {
  /**
   * Runs `effect` unless this key has been answered, and keeps its answer in the effect's own transaction. An answer
   * for which `keep` gives `undefined` (a refusal) is not kept, nor is anything it wrote.
   */
  once<Answer>(
    request: KeyedRequest,
    effect: () => Promise<Answer>,
    keep: (answer: Answer) => KeptAnswer | undefined,
  ): Promise<Once<Answer>>;
  /**
   * The same for an effect that must not run inside a transaction (it hashes slowly, or counts what must stay counted):
   * its answer is kept right after it. A crash in between lets a repetition run again.
   */
  onceApart<Answer>(
    request: KeyedRequest,
    effect: () => Promise<Answer>,
    keep: (answer: Answer) => KeptAnswer | undefined,
  ): Promise<Once<Answer>>;
  /** Forgets the answers that need not be kept any more at this moment, and tells how many those were. */
  purgeExpired(at: Date): Promise<number>;
}
