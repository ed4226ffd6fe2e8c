import type { UserId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';

/** Whose rights or sessions changed. */
export type Whose = UserId | 'everybody';

/**
 * Notes, as part of the running transaction, that somebody may do less or other things from now on, or is signed in no
 * more. The transaction ends only once no node believes otherwise.
 */
export const noteRevocation = async (session: Session, whose: Whose): Promise<void> => {
  await noteChange(session, whose);
  session.afterCommit('revocations');
};

/** Notes, as part of the running transaction, that somebody is shown otherwise from now on: other nodes hear soon. */
export const noteChange = async (session: Session, whose: Whose): Promise<void> => {
  await session
    .db()
    .insertInto('principal_changes')
    .values({
      user_id: whose === 'everybody' ? '' : whose,
      at: session.dialect.toMoment(new Date()),
    })
    .execute();
  session.afterCommit('principals');
};
