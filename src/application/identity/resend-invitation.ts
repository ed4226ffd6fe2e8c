import type { Actor } from '#domain/access/actor.ts';
import { holdsGlobally } from '#domain/access/policy.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import type { User } from '#domain/identity/user.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { mailInvitation } from './mail-invitation.ts';
import { seesUser } from './read-user.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly secrets: Secrets;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly ids: IdSource;
};

export type ResendInvitation = (id: UserId, actor: Actor) => Promise<Decision<User, IdentityRefusal>>;

/** Mails another link to somebody who has not accepted yet; those mailed before are worthless. */
export const resendInvitation =
  (deps: Deps): ResendInvitation =>
  async (id, actor) => {
    const invited = seesUser(id, actor) ? await deps.unitOfWork.run((tx) => tx.users.find(id)) : undefined;
    if (invited === undefined) return refuse({ code: 'not-found' });
    if (!holdsGlobally(actor, 'user:invite')) {
      return refuse({ code: 'not-permitted', permission: 'user:invite' });
    }
    if (invited.status !== 'invited') return refuse({ code: 'not-invited' });
    const tooMany = await deps.attempts.count('invitation', invited.email);
    if (tooMany) return refuse({ code: 'too-many-attempts', ...tooMany });
    return deps.unitOfWork.run((tx) => mailAgain(deps, tx, id, actor));
  };

const mailAgain = async (
  deps: Deps,
  tx: Transaction,
  id: UserId,
  actor: Actor,
): Promise<Decision<User, IdentityRefusal>> => {
  const user = await tx.users.hold(id);
  if (user?.status !== 'invited') return refuse({ code: 'not-invited' });
  await tx.linkTokens.removeAllOf(id);
  await mailInvitation(deps, tx, user, deps.clock.now());
  await tx.audit.append({ action: 'invitation-resent', actor: actor.id, subject: { kind: 'user', id } });
  return accept(user);
};
