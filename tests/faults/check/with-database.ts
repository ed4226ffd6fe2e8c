import type { Session } from '#adapters/mikro-orm/session.ts';
import { openNode } from '../../support/database.ts';

/** Does something with a database over connections of its own. */
export const withDatabase = async <Result>(
  url: string,
  work: (session: Session) => Promise<Result>,
): Promise<Result> => {
  const { database, session } = await openNode(url);
  try {
    return await work(session);
  } finally {
    await database.orm.close(true);
  }
};
