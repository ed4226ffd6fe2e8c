import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction, UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { AuditChain, WaitingEntry } from './audit/audit-chain.ts';
import type { Session } from './session.ts';

/**
 * Transactions on MySQL and SQLite; the stores write wherever the session's transaction is. What is audited is chained
 * at the very end, so that the end of the chain is held no longer than it takes to commit.
 */
export const mikroOrmUnitOfWork = (
  session: Session,
  stores: Omit<Transaction, 'audit'>,
  chain: AuditChain,
): UnitOfWork => {
  const waiting = new AsyncLocalStorage<WaitingEntry[]>();
  const append = async (entry: WaitingEntry): Promise<void> => {
    const entries = waiting.getStore();
    if (entries === undefined) throw new TypeError('what is audited happens in a unit of work');
    entries.push(entry);
  };
  const transaction: Transaction = {
    ...stores,
    audit: { append, appendBounded: (entry) => append({ ...entry, bounded: true }) },
  };

  return {
    run: (work) =>
      waiting.getStore() === undefined
        ? session.transaction(() => {
            const entries: WaitingEntry[] = [];
            return waiting.run(entries, async () => {
              const result = await work(transaction);
              await chain.link(entries);
              return result;
            });
          })
        : work(transaction),
  };
};
