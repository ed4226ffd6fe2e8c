import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { SessionId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Principals } from '../ports/principals.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import type { SessionList, SessionPage } from '../ports/session-list.ts';
import type { Session } from '../ports/session-store.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Authenticated } from './authenticate.ts';
import { tellEnded } from './tell-ended.ts';

type Who = Pick<Authenticated, 'user' | 'session'>;

type Reading = { readonly sessionList: SessionList; readonly clock: Clock };
type Ending = {
  readonly unitOfWork: UnitOfWork;
  readonly principals: Principals;
  readonly sessionEndings: SessionEndings;
  readonly clock: Clock;
};

export type ListMySessions = (
  wanted: { readonly after: string | undefined; readonly limit: number },
  who: Who,
) => Promise<SessionPage>;

/** Where somebody is signed in, the newest sign-in first. */
export const listMySessions =
  ({ sessionList, clock }: Reading): ListMySessions =>
  (wanted, { user }) =>
    sessionList.page(user.id, { ...wanted, at: clock.now() });

export type ReadMySession = (id: SessionId, who: Who) => Promise<Session | undefined>;

/** One of somebody's own sign-ins. */
export const readMySession =
  ({ sessionList, clock }: Reading): ReadMySession =>
  (id, { user }) =>
    sessionList.find(user.id, id, clock.now());

export type EndMySession = (
  id: SessionId,
  who: Who,
) => Promise<Decision<'ended', { readonly code: 'not-found' }>>;

/** Ends one of somebody's own sign-ins, with its live connections. */
export const endMySession =
  (deps: Ending & Reading): EndMySession =>
  async (id, { user }) => {
    if ((await deps.sessionList.find(user.id, id, deps.clock.now())) === undefined) {
      return refuse({ code: 'not-found' });
    }
    await deps.unitOfWork.run(async (tx) => {
      await tx.sessions.revoke(id, deps.clock.now());
      await tx.audit.append({ action: 'session-ended', actor: user.id, subject: { kind: 'session', id } });
    });
    tellEnded(deps, [id]);
    return accept('ended');
  };

export type EndMyOtherSessions = (who: Who) => Promise<void>;

/** Ends all of somebody's sign-ins but the one that asks; access tokens are no sign-ins. */
export const endMyOtherSessions =
  (deps: Ending): EndMyOtherSessions =>
  async ({ user, session }) => {
    const ended = await deps.unitOfWork.run(async (tx) => {
      const others = await tx.sessions.revokeAllOf(user.id, deps.clock.now(), { but: session });
      await tx.audit.append({
        action: 'other-sessions-ended',
        actor: user.id,
        subject: { kind: 'user', id: user.id },
        after: { endedSessions: others.length },
      });
      return others;
    });
    tellEnded(deps, ended);
  };
