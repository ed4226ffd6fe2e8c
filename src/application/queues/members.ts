import type { Actor, Grant } from '#domain/access/actor.ts';
import { mayInQueue } from '#domain/access/policy.ts';
import type { AccessRefusal } from '#domain/access/refusal.ts';
import type { RoleName } from '#domain/access/roles.ts';
import { type Member, makesMember, memberOf } from '#domain/queues/member.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { QueueId, RoleId, UserId } from '#domain/shared/ids.ts';
import { grantAudited, missingFor, roleNamed, same } from '../access/grants.ts';
import type { GrantHolders } from '../ports/grant-holders.ts';
import type { Principals } from '../ports/principals.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';

type Deps = { readonly unitOfWork: UnitOfWork; readonly principals: Principals };

export type ListQueueMembers = (
  wanted: { readonly queue: QueueId; readonly after: string | undefined; readonly limit: number },
  actor: Actor,
) => Promise<
  Decision<{ readonly items: readonly Member[]; readonly next: string | undefined }, AccessRefusal>
>;

/** Who was granted a role within a queue, oldest account first, for those who may see people there. */
export const listQueueMembers =
  ({
    unitOfWork,
    grantHolders,
  }: Pick<Deps, 'unitOfWork'> & { readonly grantHolders: GrantHolders }): ListQueueMembers =>
  async (wanted, actor) => {
    if (!(await unitOfWork.run((tx) => isSeen(tx, wanted.queue, actor))))
      return refuse({ code: 'not-found' });
    if (!mayInQueue(actor, 'user:read', wanted.queue))
      return refuse({ code: 'not-permitted', permission: 'user:read' });
    const { items, next } = await grantHolders.inQueue(wanted);
    return accept({ items: items.map((user) => memberOf(wanted.queue, user)), next });
  };

type Membership = { readonly queue: QueueId; readonly user: UserId };
type Changed = Promise<Decision<Member, AccessRefusal>>;

export type SetQueueMember = (
  command: Membership & { readonly role: RoleName | RoleId },
  actor: Actor,
) => Changed;

/** Makes somebody a member of a queue in this role, and in no other. */
export const setQueueMember =
  (deps: Deps): SetQueueMember =>
  ({ role: named, ...membership }, actor) =>
    changed(deps, membership, actor, async (tx) => {
      const role = named === 'customer' ? undefined : await roleNamed(tx, named);
      if (role === undefined) return refuse({ code: 'unknown-role' });
      return accept([{ role, scope: { kind: 'queue', queue: membership.queue } }]);
    });

export type RemoveQueueMember = (command: Membership, actor: Actor) => Changed;

/** Takes from somebody every role within a queue; what they hold, they hold until it is released. */
export const removeQueueMember =
  (deps: Deps): RemoveQueueMember =>
  (membership, actor) =>
    changed(deps, membership, actor, async () => accept([]));

/** Replaces the grants that make somebody a member: none of them, before or after, may be beyond who does so. */
const changed = async (
  { unitOfWork, principals }: Deps,
  { queue, user: id }: Membership,
  actor: Actor,
  wanted: (tx: Transaction) => Promise<Decision<readonly Grant[], AccessRefusal>>,
): Changed => {
  const decision = await unitOfWork.run(async (tx) => {
    if (!(await isSeen(tx, queue, actor))) return refuse({ code: 'not-found' } as const);
    if (!mayInQueue(actor, 'grant:manage', queue))
      return refuse({ code: 'not-permitted', permission: 'grant:manage' } as const);
    const user = await tx.users.hold(id);
    if (user === undefined || user.status === 'erased') return refuse({ code: 'not-found' } as const);
    const grants = await wanted(tx);
    if (!grants.ok) return grants;
    const isHeld = (grant: Grant) => user.grants.some(same(grant));
    const given = grants.outcome.filter((grant) => !isHeld(grant));
    const taken = user.grants.filter(
      (grant) => makesMember(queue)(grant) && !grants.outcome.some(same(grant)),
    );
    const missing = [...given, ...taken].map((grant) => missingFor(actor, grant)).find(Boolean);
    if (missing) return refuse({ code: 'not-permitted', permission: missing } as const);
    if (given.length + taken.length === 0) return accept(memberOf(queue, user));
    const kept = user.grants.filter((grant) => !taken.includes(grant));
    const after = { ...user, grants: [...kept, ...given] };
    await tx.users.replace(after);
    for (const grant of taken) await grantAudited(tx, 'grant-taken', actor, { user, grant });
    for (const grant of given) await grantAudited(tx, 'grant-given', actor, { user, grant });
    return accept(memberOf(queue, after));
  });
  if (decision.ok) principals.forgetUser(id);
  return decision;
};

const isSeen = async (tx: Transaction, queue: QueueId, actor: Actor): Promise<boolean> =>
  mayInQueue(actor, 'queue:read', queue) && (await tx.queues.find(queue)) !== undefined;
