import type { Actor } from '#domain/access/actor.ts';
import { type About, explain, scopesFor, type Verdict } from '#domain/access/explain.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { holds, holdsGlobally, mayInQueue } from '#domain/access/policy.ts';
import type { AccessRefusal } from '#domain/access/refusal.ts';
import type { Scope } from '#domain/access/scope.ts';
import { audienceFor } from '#domain/access/visibility.ts';
import type { User } from '#domain/identity/user.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { QueueId, UserId } from '#domain/shared/ids.ts';
import type { GrantHolders } from '../ports/grant-holders.ts';
import type { TicketRef } from '../ports/stored-ticket.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

export type ExplainCommand = {
  readonly permission: Permission;
  /** For whom; for the actor without it. */
  readonly user: UserId | undefined;
  readonly about:
    | { readonly ticket: TicketRef }
    | { readonly queue: QueueId }
    | { readonly installation: true };
};

/** Somebody else who may do it, and by what. */
export type AnotherWho = { readonly user: User; readonly verdict: Verdict & { readonly allowed: true } };

export type Explanation = {
  readonly user: UserId;
  readonly verdict: Verdict | { readonly allowed: false; readonly because: 'not-active' };
  readonly about: About;
  /** Within which a grant of the permission would have allowed it. */
  readonly scopes: readonly Scope[];
  /** Some of those who may; `undefined` for whoever may not read people. */
  readonly others: readonly AnotherWho[] | undefined;
  /** Whether there may be more of them. */
  readonly hasMore: boolean;
};

export type ExplainAccess = (
  command: ExplainCommand,
  actor: Actor,
) => Promise<Decision<Explanation, AccessRefusal>>;

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly reader: TicketReader;
  readonly grantHolders: GrantHolders;
};

/** Others named at most, and how many are looked at to find them. */
const named = 20;
const lookedAt = 500;

/**
 * Says what the policy decides and why, for oneself or, without gaining any access by it, for somebody else. What the
 * asker may not see does not exist, whoever they ask for.
 */
export const explainAccess =
  (deps: Deps): ExplainAccess =>
  async ({ permission, user: wanted, about: asked }, actor) => {
    const about = await seenBy(deps, asked, actor);
    if (about === undefined) return refuse({ code: 'not-found' });
    const isAnother = wanted !== undefined && wanted !== actor.id;
    if (isAnother && !holdsGlobally(actor, 'authz:simulate'))
      return refuse({ code: 'not-permitted', permission: 'authz:simulate' });
    const other = isAnother ? await simulated(deps, wanted, { permission, about: asked }, actor) : undefined;
    if (isAnother && other === undefined) return refuse({ code: 'not-found' });
    const verdict =
      other !== undefined && other.status !== 'active'
        ? ({ allowed: false, because: 'not-active' } as const)
        : explain(other ?? actor, permission, about);
    const user = other?.id ?? actor.id;
    return accept({
      user,
      verdict,
      about,
      scopes: scopesShown(permission, about, actor),
      ...(await whoElse(deps, { permission, about, user }, actor)),
    });
  };

/** Where a ticket is now, customers do not learn: they know the queue it was opened in. */
const scopesShown = (permission: Permission, about: About, actor: Actor): readonly Scope[] =>
  seesAsCustomer(actor, about) ? [{ kind: 'global' }] : scopesFor(permission, about);

const seesAsCustomer = (actor: Actor, about: About): boolean =>
  about.kind === 'ticket' && audienceFor(actor, about.ticket) !== 'staff';

const seenBy = async (
  { reader, unitOfWork }: Deps,
  asked: ExplainCommand['about'],
  actor: Actor,
): Promise<About | undefined> => {
  if ('ticket' in asked) {
    const ticket = (await reader.find(asked.ticket))?.ticket;
    return ticket && audienceFor(actor, ticket) && { kind: 'ticket', ticket };
  }
  if ('installation' in asked) return { kind: 'installation' };
  const { queue } = asked;
  const isThere = (await unitOfWork.run((tx) => tx.queues.find(queue))) !== undefined;
  return isThere && mayInQueue(actor, 'queue:read', queue) ? { kind: 'queue', queue } : undefined;
};

const simulated = (
  { unitOfWork }: Deps,
  id: UserId,
  after: Pick<ExplainCommand, 'permission' | 'about'>,
  actor: Actor,
): Promise<User | undefined> =>
  unitOfWork.run(async (tx) => {
    const user = await tx.users.find(id);
    if (user === undefined) return undefined;
    await tx.audit.append({
      action: 'access-simulated',
      actor: actor.id,
      subject: { kind: 'user', id },
      after,
    });
    return user;
  });

type Question = { readonly permission: Permission; readonly about: About; readonly user: UserId };

/** Who works a ticket tells where it is now and who holds it: nothing for those who see it as customers. */
const whoElse = async (
  { grantHolders }: Deps,
  { permission, about, user }: Question,
  actor: Actor,
): Promise<Pick<Explanation, 'others' | 'hasMore'>> => {
  if (!holds(actor, 'user:read') || seesAsCustomer(actor, about))
    return { others: undefined, hasMore: false };
  const ticket = about.kind === 'ticket' ? about.ticket : undefined;
  const candidates = await grantHolders.among({
    queue: about.kind === 'queue' ? about.queue : ticket?.queue,
    organisation: ticket?.organisation,
    others: ticket ? [ticket.requester, ...ticket.participants] : [],
    limit: lookedAt,
  });
  const others = candidates.flatMap((candidate): readonly AnotherWho[] => {
    const verdict = explain(candidate, permission, about);
    return verdict.allowed && candidate.id !== user ? [{ user: candidate, verdict }] : [];
  });
  return {
    others: others.slice(0, named),
    hasMore: others.length > named || candidates.length === lookedAt,
  };
};
