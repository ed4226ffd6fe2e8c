import type { Actor } from '#domain/access/actor.ts';
import { beyond } from '#domain/access/delegation.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { holdsGlobally } from '#domain/access/policy.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import type { User } from '#domain/identity/user.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';
import { isLastAdmin } from '../access/last-admin.ts';
import type { Clock } from '../ports/clock.ts';
import type { Principals } from '../ports/principals.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { ExternalIdTaken } from '../ports/user-store.ts';
import { seesUser } from './read-user.ts';
import { type Naming, rename } from './rename.ts';
import { tellEnded } from './tell-ended.ts';

export type ChangeUserCommand = Naming & {
  readonly id: UserId;
  readonly status: 'active' | 'suspended' | undefined;
};

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly principals: Principals;
  readonly sessionEndings: SessionEndings;
  readonly clock: Clock;
};

export type ChangeUser = (
  command: ChangeUserCommand,
  actor: Actor,
) => Promise<Decision<User, IdentityRefusal>>;

/** Says what somebody is called, suspends them (every sign-in of theirs ends at once), or lets them in again. */
export const changeUser =
  (deps: Deps): ChangeUser =>
  async (command, actor) => {
    const decision = await unlessTaken(() => deps.unitOfWork.run((tx) => change(deps, tx, command, actor)));
    if (!decision.ok) return decision;
    const { user, ended } = decision.outcome;
    deps.principals.forgetUser(user.id);
    tellEnded(deps, ended);
    return accept(user);
  };

const notPermitted = (permission: Permission): Decision<never, IdentityRefusal> =>
  refuse({ code: 'not-permitted', permission });

type Changed = { readonly user: User; readonly ended: readonly SessionId[] };

const unlessTaken = async (
  work: () => Promise<Decision<Changed, IdentityRefusal>>,
): Promise<Decision<Changed, IdentityRefusal>> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ExternalIdTaken) return refuse({ code: 'external-id-taken' });
    throw error;
  }
};

const change = async (
  deps: Deps,
  tx: Transaction,
  { id, status, ...naming }: ChangeUserCommand,
  actor: Actor,
): Promise<Decision<Changed, IdentityRefusal>> => {
  const known = seesUser(id, actor) ? await tx.users.hold(id) : undefined;
  if (known === undefined || known.status === 'erased') return refuse({ code: 'not-found' });
  if (!holdsGlobally(actor, 'user:manage')) return notPermitted('user:manage');
  const missing = known.grants.map((grant) => beyond(actor, grant)).find((one) => one !== undefined);
  if (missing !== undefined) return notPermitted(missing);

  // first, since what is refused must leave everything as it is
  const standing = await setStanding(deps, tx, known, status, actor);
  if (!standing.ok) return standing;
  return accept({
    ...standing.outcome,
    user: await rename(tx, standing.outcome.user, naming, actor.id),
  });
};

const setStanding = async (
  deps: Deps,
  tx: Transaction,
  known: User,
  status: ChangeUserCommand['status'],
  actor: Actor,
): Promise<Decision<Changed, IdentityRefusal>> => {
  if (status === undefined || status === known.status) return accept({ user: known, ended: [] });
  return status === 'suspended' ? suspend(deps, tx, known, actor) : reactivate(tx, known, actor);
};

const suspend = async (
  { clock }: Deps,
  tx: Transaction,
  user: User,
  actor: Actor,
): Promise<Decision<Changed, IdentityRefusal>> => {
  if (user.id === actor.id) return refuse({ code: 'own-account' });
  if (user.status === 'suspended') return accept({ user, ended: [] });
  if (await isLastAdmin(tx, user.id)) return refuse({ code: 'last-admin' });
  const at = clock.now();
  const suspended: User = { ...user, status: 'suspended' };
  await tx.users.replace(suspended);
  await tx.suspensions.add({ user: user.id, before: user.status, at, by: actor.id });
  await tx.linkTokens.removeAllOf(user.id);
  const ended = await tx.sessions.revokeAllOf(user.id, at);
  await tx.audit.append({
    action: 'user-suspended',
    actor: actor.id,
    subject: { kind: 'user', id: user.id },
    before: { status: user.status },
    after: { status: suspended.status, endedSessions: ended.length },
  });
  return accept({ user: suspended, ended });
};

const reactivate = async (
  tx: Transaction,
  user: User,
  actor: Actor,
): Promise<Decision<Changed, IdentityRefusal>> => {
  if (user.status !== 'suspended') return refuse({ code: 'not-suspended' });
  const reactivated: User = { ...user, status: (await tx.suspensions.take(user.id)) ?? 'active' };
  await tx.users.replace(reactivated);
  await tx.audit.append({
    action: 'user-reactivated',
    actor: actor.id,
    subject: { kind: 'user', id: user.id },
    before: { status: user.status },
    after: { status: reactivated.status },
  });
  return accept({ user: reactivated, ended: [] });
};
