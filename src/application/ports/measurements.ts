import type { DueKind } from '#domain/tickets/due-times.ts';

/** What is counted and timed, for operators. */
export interface Measurements {
  request(one: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  /** How a use case ended: `ok`, the code of its refusal, or `failed` when it threw. */
  useCase(one: { readonly name: string; readonly outcome: string; readonly seconds: number }): void;
  mail(one: { readonly letter: string; readonly outcome: 'sent' | 'retried' | 'dead' }): void;
  /** What became of a due time: `moot` when the ticket had changed by then. */
  dueTime(one: { readonly kind: DueKind; readonly outcome: 'met' | 'moot' | 'failed' }): void;
}
