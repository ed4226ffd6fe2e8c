import type { Session } from '../session.ts';
import { statement } from '../statement.ts';
import type { RowOf } from '../tables/tables.ts';

/** Where a counter is believed to stand, and where it goes. */
type Step = { readonly from: number; readonly to: number };

/** The counters of a database, by their names. */
export type Counters = {
  /** What a counter stands at; 0 before it was ever moved. */
  at(name: string): Promise<number>;
  /** Moves a counter inside the running transaction, if it still stands where it is believed to. */
  move(name: string, step: Step): Promise<boolean>;
};

type Row = RowOf<'counters'>;

export const countersIn = (session: Session): Counters => {
  const standing = statement<Pick<Row, 'name'>, Pick<Row, 'value'>>((db, slot) =>
    db.selectFrom('counters').select('value').where('name', '=', slot('name')),
  );
  const moving = statement<Step & Pick<Row, 'name'>, unknown>((db, slot) =>
    db
      .updateTable('counters')
      .set({ value: slot('to') })
      .where('name', '=', slot('name'))
      .where('value', '=', slot('from')),
  );
  return {
    at: (name) =>
      session.read(async (db) => {
        const [row] = (await db.executeQuery(standing(db, { name }))).rows;
        return Number(row?.value ?? 0);
      }),

    async move(name, step) {
      const db = session.db();
      const { numAffectedRows } = await db.executeQuery(moving(db, { name, ...step }));
      return numAffectedRows === 1n || (step.from === 0 && (await firstMove(session, name, step.to)));
    },
  };
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
