import type { Actor } from '#domain/access/actor.ts';
import { beyond } from '#domain/access/delegation.ts';
import { holdsGlobally } from '#domain/access/policy.ts';
import type { RoleName } from '#domain/access/roles.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { customerGrant, grantsFor, type User } from '#domain/identity/user.ts';
import { defaultQueueName } from '#domain/queues/queue.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { type QueueId, UserId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Principals } from '../ports/principals.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { AddressTaken, ExternalIdTaken } from '../ports/user-store.ts';
import { mailInvitation } from './mail-invitation.ts';

export type InviteUserCommand = {
  readonly email: EmailAddress;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: RoleName;
  readonly externalId?: string | undefined;
  /** Where an agent or a lead is to work; the default queue when none is named. */
  readonly queues: readonly QueueId[] | undefined;
};

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly principals: Principals;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: IdSource;
};

export type InviteUser = (
  command: InviteUserCommand,
  actor: Actor,
) => Promise<Decision<User, IdentityRefusal>>;

/** Makes an account with a role and mails its owner a link to choose a password. */
export const inviteUser =
  (deps: Deps): InviteUser =>
  async (command, actor) => {
    if (!holdsGlobally(actor, 'user:invite')) {
      return refuse({ code: 'not-permitted', permission: 'user:invite' });
    }
    try {
      const decision = await deps.unitOfWork.run((tx) => invite(deps, tx, command, actor));
      if (decision.ok) deps.principals.forgetUser(decision.outcome.id);
      return decision;
    } catch (error) {
      if (error instanceof AddressTaken) return refuse({ code: 'email-taken' });
      if (error instanceof ExternalIdTaken) return refuse({ code: 'external-id-taken' });
      throw error;
    }
  };

const invite = async (
  deps: Deps,
  tx: Transaction,
  command: InviteUserCommand,
  actor: Actor,
): Promise<Decision<User, IdentityRefusal>> => {
  const queues = await chosenQueues(tx, command);
  if (queues === undefined) return refuse({ code: 'unknown-queue' });
  // everybody who registers is a customer: nobody has to give that
  const given = grantsFor(command.role, queues).filter((grant) => grant !== customerGrant);
  const missing = given.map((grant) => beyond(actor, grant)).find((one) => one !== undefined);
  if (missing !== undefined) return refuse({ code: 'not-permitted', permission: missing });
  const found = await tx.users.withEmail(command.email);
  const known = found && (await tx.users.hold(found.id));
  if (known !== undefined && known.status !== 'unverified') return refuse({ code: 'email-taken' });

  const at = deps.clock.now();
  const { email, firstName, lastName, role, externalId } = command;
  const user: User = {
    id: known?.id ?? UserId(deps.ids.next()),
    externalId: externalId ?? known?.externalId,
    email,
    firstName,
    lastName,
    status: 'invited',
    grants: grantsFor(role, queues),
    createdAt: known?.createdAt ?? at,
  };
  await (known ? takeOver(tx, user) : tx.users.add(user));
  await mailInvitation(deps, tx, user, at);
  await tx.audit.append({
    action: 'user-invited',
    actor: actor.id,
    subject: { kind: 'user', id: user.id },
    ...(known && { before: { status: known.status, grants: known.grants } }),
    after: { status: user.status, grants: user.grants },
  });
  return accept(user);
};

const chosenQueues = async (
  tx: Transaction,
  { role, queues = [] }: InviteUserCommand,
): Promise<readonly QueueId[] | undefined> => {
  for (const id of queues) if ((await tx.queues.find(id)) === undefined) return undefined;
  if (queues.length > 0 || role === 'customer' || role === 'admin') return queues;
  const standard = await tx.queues.named(defaultQueueName);
  return standard && [standard.id];
};

/** Whoever wished for the address before has proven nothing: their passwords and links are void. */
const takeOver = async (tx: Transaction, user: User): Promise<void> => {
  await tx.users.replace(user);
  await tx.registrations.voidAllOf(user.id);
  await tx.linkTokens.removeAllOf(user.id);
};
