import type { SessionId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Principals } from '../ports/principals.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { tellEnded } from './tell-ended.ts';

export type LogOut = (session: SessionId) => Promise<void>;

/** Ends a session: its tokens and live connections are worth nothing from now on. */
export const logOut =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly principals: Principals;
    readonly sessionEndings: SessionEndings;
    readonly clock: Clock;
  }): LogOut =>
  async (session) => {
    await deps.unitOfWork.run(async (tx) => {
      const signIn = await tx.sessions.find(session);
      await tx.sessions.revoke(session, deps.clock.now());
      await tx.audit.append({
        action: 'signed-out',
        actor: signIn?.user,
        subject: { kind: 'session', id: session },
      });
    });
    tellEnded(deps, [session]);
  };
