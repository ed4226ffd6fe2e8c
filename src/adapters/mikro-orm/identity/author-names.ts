import { sql } from 'kysely';
import type { Session } from '../session.ts';

/**
 * Notes, as part of the running transaction, that somebody is called otherwise from now on: what tells names stands only
 * as long as that number does. One who is being called otherwise is locked already.
 */
export const noteNewName = async (session: Session): Promise<void> => {
  await session.db().updateTable('author_names').set({ revision: sql`revision + 1` }).execute();
};
