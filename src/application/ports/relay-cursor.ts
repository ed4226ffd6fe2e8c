import type { Transaction } from './unit-of-work.ts';

/** How far a relay has read the feed. The step and what it writes are one transaction: neither twice nor never. */
export interface RelayCursor {
  position(relay: string): Promise<number>;
  /**
   * Moves a relay on from `from` to `to` together with what `work` writes.
   * @returns false, with nothing written, when another node was faster.
   */
  advance(
    relay: string,
    step: { readonly from: number; readonly to: number },
    work: (tx: Transaction) => Promise<void>,
  ): Promise<boolean>;
}
