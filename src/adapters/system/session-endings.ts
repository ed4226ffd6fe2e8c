import type { SessionEndings } from '#application/ports/session-endings.ts';
import type { SessionId } from '#domain/shared/ids.ts';
import { listeners } from './listeners.ts';

/** Ended sessions, told within this process. */
export const inProcessSessionEndings = (): SessionEndings => {
  const all = listeners<readonly SessionId[]>();
  return {
    ended: (sessions) => {
      if (sessions.length > 0) all.tell(sessions);
    },
    subscribe: (hear) => all.add(hear),
  };
};
