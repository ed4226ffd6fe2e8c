import type { SessionId } from '#domain/shared/ids.ts';
import type { Principals } from '../ports/principals.ts';
import type { SessionEndings } from '../ports/session-endings.ts';

type Deps = { readonly principals: Principals; readonly sessionEndings: SessionEndings };

/** Makes this node act at once on sessions that have just been ended in the database. */
export const tellEnded = ({ principals, sessionEndings }: Deps, sessions: readonly SessionId[]): void => {
  for (const session of sessions) principals.forgetSession(session);
  sessionEndings.ended(sessions);
};
