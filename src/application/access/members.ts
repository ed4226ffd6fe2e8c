import type { Actor } from '#domain/access/actor.ts';
import { holdsGlobally } from '#domain/access/policy.ts';
import type { AccessRefusal } from '#domain/access/refusal.ts';
import type { User } from '#domain/identity/user.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { OrganisationId, UserId } from '#domain/shared/ids.ts';
import type { OrganisationList } from '../ports/organisation-list.ts';
import type { Principals } from '../ports/principals.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { UserPage } from '../ports/user-list.ts';
import { mayRead, mayReadOf, onOrganisation, unreadable } from './organisations.ts';

export type ListMembers = (
  wanted: {
    readonly organisation: OrganisationId;
    readonly after: string | undefined;
    readonly limit: number;
  },
  actor: Actor,
) => Promise<Decision<UserPage, AccessRefusal>>;

/** Who belongs to an organisation, oldest account first; members themselves are not told by virtue of being one. */
export const listMembers =
  ({ organisationList }: { readonly organisationList: OrganisationList }): ListMembers =>
  async ({ organisation, ...slice }, actor) =>
    mayRead(actor, organisation)
      ? accept(await organisationList.members(organisation, slice))
      : refuse({ code: 'not-permitted', permission: 'organisation:read' });

export type Membership = { readonly organisation: OrganisationId; readonly user: UserId };

export type ChangeMember = (command: Membership, actor: Actor) => Promise<Decision<User, AccessRefusal>>;

type Deps = { readonly unitOfWork: UnitOfWork; readonly principals: Principals };

/** Makes somebody a member, and thereby no more of another organisation. Tickets they raise from now on belong to it. */
export const addMember =
  (deps: Deps): ChangeMember =>
  (command, actor) =>
    changed(deps, command, actor, {
      action: 'member-added',
      isDone: ({ organisation }) => organisation === command.organisation,
      becomes: command.organisation,
    });

/** Ends a membership; tickets raised by then stay with the organisation. */
export const removeMember =
  (deps: Deps): ChangeMember =>
  async (command, actor) =>
    changed(deps, command, actor, {
      action: 'member-removed',
      isDone: ({ organisation }) => organisation !== command.organisation,
      becomes: undefined,
    });

type Step = {
  readonly action: 'member-added' | 'member-removed';
  readonly isDone: (user: User) => boolean;
  readonly becomes: OrganisationId | undefined;
};

const changed = async (
  { unitOfWork, principals }: Deps,
  { organisation, user: id }: Membership,
  actor: Actor,
  { action, isDone, becomes }: Step,
): Promise<Decision<User, AccessRefusal>> => {
  const decision = await onOrganisation(unitOfWork, organisation, actor, async (tx, { isShared }) => {
    if (becomes !== undefined && isShared && !mayReadOf(actor, organisation)) return unreadable;
    const user = holdsGlobally(actor, 'user:read') ? await tx.users.hold(id) : undefined;
    if (user === undefined || user.status === 'erased') return refuse({ code: 'not-found' });
    if (isDone(user)) return accept(user);
    await tx.organisations.enter(id, becomes);
    await tx.audit.append({
      action,
      actor: actor.id,
      subject: { kind: 'user', id },
      before: { organisation: user.organisation ?? null },
      after: { organisation: becomes ?? null },
    });
    return accept({ ...user, organisation: becomes });
  });
  if (decision.ok) principals.forgetUser(id);
  return decision;
};
