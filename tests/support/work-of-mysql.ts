import { sql } from 'kysely';
import type { Session } from '#adapters/mikro-orm/session.ts';

/** What MySQL did to answer, in rows. */
export type RowsTouched = {
  /** Read from tables and indexes, by whatever way. */
  readonly read: number;
  /** Sorted, since no index had them in order. */
  readonly sorted: number;
};

/** Runs something inside one transaction, and tells what MySQL did for it. */
export const rowsTouchedBy = <Result>(
  session: Session,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly rows: RowsTouched }> =>
  session.transaction(async () => {
    const asking = since(await touched(session), await touched(session));
    const before = await touched(session);
    const result = await work();
    return { result, rows: since(asking, since(before, await touched(session))) };
  });

/** All that this connection has touched. */
const touched = async (session: Session): Promise<RowsTouched> => {
  const { rows } = await sql<{ Variable_name: string; Value: string }>`
    show session status where Variable_name like 'Handler_read%' or Variable_name = 'Sort_rows'`.execute(
    session.db(),
  );
  const sum = (isCounted: (name: string) => boolean): number =>
    rows.reduce((all, { Variable_name, Value }) => all + (isCounted(Variable_name) ? Number(Value) : 0), 0);
  return {
    read: sum((name) => name.startsWith('Handler_read')),
    sorted: sum((name) => name === 'Sort_rows'),
  };
};

const since = (before: RowsTouched, after: RowsTouched): RowsTouched => ({
  read: after.read - before.read,
  sorted: after.sorted - before.sorted,
});
