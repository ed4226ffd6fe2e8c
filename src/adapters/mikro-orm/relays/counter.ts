import type { Session } from '../session.ts';

/** What a counter stands at; 0 before it was ever moved. */
export const counterAt = (session: Session, name: string): Promise<number> =>
  session.read(async (db) => {
    const row = await db.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirst();
    return Number(row?.value ?? 0);
  });

/** Moves a counter inside the running transaction, if it still stands where it is believed to. */
export const moveCounter = async (
  session: Session,
  name: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<boolean> => {
  const { numUpdatedRows } = await session
    .db()
    .updateTable('counters')
    .set({ value: to })
    .where('name', '=', name)
    .where('value', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n || (from === 0 && (await firstMove(session, name, to)));
};

const firstMove = async (session: Session, name: string, to: number): Promise<boolean> => {
  try {
    await session.db().insertInto('counters').values({ name, value: to }).execute();
    return true;
  } catch (error) {
    if (session.dialect.classify(error) !== 'duplicate') throw error;
    return false;
  }
};
