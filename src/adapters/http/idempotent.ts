import type { IdempotencyLedger } from '#application/ports/idempotency-ledger.ts';
import type { Secrets } from '#application/ports/secrets.ts';
import { breach } from '../wire/refusal-problem.ts';
import { type Answer, raise } from './answer.ts';

export type Keyed = {
  readonly key: string;
  readonly caller: string;
  readonly route: string;
  readonly path: string;
  readonly text: string;
  /** Whether the effect must not run in the transaction that keeps its answer. */
  readonly apart: boolean;
};

/** Runs an effect once per `Idempotency-Key`; its answer is kept with it and given again to whoever repeats it. */
export const idempotent =
  (deps: { readonly ledger: IdempotencyLedger; readonly secrets: Secrets }) =>
  async (
    { key, caller, route, path, text, apart }: Keyed,
    effect: () => Promise<Answer>,
  ): Promise<Answer> => {
    if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
      const message = 'must be 1 to 255 visible ASCII characters';
      raise(breach('Idempotency-Key', 'invalid-format', message));
    }
    const request = { caller, route, key, fingerprint: deps.secrets.digest(`${path}\n${text}`) };
    const run = apart ? deps.ledger.onceApart : deps.ledger.once;
    const once = await run(request, effect, (answer) => (answer.status >= 400 ? undefined : answer));
    switch (once.outcome) {
      case 'done':
        return once.answer;
      case 'replayed':
        return { ...once.answer, headers: { ...once.answer.headers, 'idempotency-replayed': 'true' } };
      case 'reused':
        return raise({ code: 'idempotency-key-reused' });
      case 'in-flight':
        return raise({ code: 'idempotency-in-flight', retryAfterSeconds: 1 });
    }
  };
