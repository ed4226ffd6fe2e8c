import type { Actor } from '#domain/access/actor.ts';
import { beyond } from '#domain/access/delegation.ts';
import { holdsGlobally } from '#domain/access/policy.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Principals } from '../ports/principals.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { seesUser } from './read-user.ts';
import { queueSecurityLetter } from './security-letters.ts';
import { tellEnded } from './tell-ended.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly principals: Principals;
  readonly sessionEndings: SessionEndings;
  readonly clock: Clock;
  readonly ids: IdSource;
};

export type TakeSecondFactor = (id: UserId, actor: Actor) => Promise<Decision<'taken', IdentityRefusal>>;

/** Takes the second factor from somebody who lost it; every sign-in of theirs ends, and they are told by mail. */
export const takeSecondFactor =
  (deps: Deps): TakeSecondFactor =>
  async (id, actor) => {
    const decision = await deps.unitOfWork.run((tx) => take(deps, tx, id, actor));
    if (!decision.ok) return decision;
    deps.principals.forgetUser(id);
    tellEnded(deps, decision.outcome);
    return accept('taken');
  };

const take = async (
  deps: Deps,
  tx: Transaction,
  id: UserId,
  actor: Actor,
): Promise<Decision<readonly SessionId[], IdentityRefusal>> => {
  const user = seesUser(id, actor) ? await tx.users.hold(id) : undefined;
  if (user === undefined || user.status === 'erased') return refuse({ code: 'not-found' });
  if (!holdsGlobally(actor, 'user:manage'))
    return refuse({ code: 'not-permitted', permission: 'user:manage' });
  // whoever came by an admin's session must not shed what that admin proves themselves by
  if (id === actor.id) return refuse({ code: 'own-account' });
  const missing = user.grants.map((grant) => beyond(actor, grant)).find((one) => one !== undefined);
  if (missing !== undefined) return refuse({ code: 'not-permitted', permission: missing });
  if ((await tx.secondFactors.of(id)) === undefined) return refuse({ code: 'no-second-factor' });

  const at = deps.clock.now();
  await tx.secondFactors.remove(id);
  const ended = await tx.sessions.revokeAllOf(id, at);
  await tx.audit.append({
    action: 'second-factor-taken',
    actor: actor.id,
    subject: { kind: 'user', id },
    after: { endedSessions: ended.length },
  });
  const news = { kind: 'second-factor-changed', change: 'taken' } as const;
  await queueSecurityLetter(deps, tx, { to: user, news, at });
  return accept(ended);
};
