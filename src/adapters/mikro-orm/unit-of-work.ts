import type { Transaction, UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { Session } from './session.ts';

/** Transactions on MySQL and SQLite; the stores write wherever the session's transaction is. */
export const mikroOrmUnitOfWork = (session: Session, stores: Transaction): UnitOfWork => ({
  run: (work) => session.transaction(() => work(stores)),
});
