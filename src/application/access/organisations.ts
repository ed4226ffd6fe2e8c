import type { Actor, Grant } from '#domain/access/actor.ts';
import type { Organisation } from '#domain/access/organisation.ts';
import { holds, holdsGlobally, mayWithin } from '#domain/access/policy.ts';
import type { AccessRefusal } from '#domain/access/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { OrganisationId, type UserId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { OrganisationList, OrganisationPage } from '../ports/organisation-list.ts';
import { NameTaken } from '../ports/queue-store.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { ExternalIdTaken } from '../ports/user-store.ts';
import { grantAudited, missingFor } from './grants.ts';

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: IdSource };
type Decided = Decision<Organisation, AccessRefusal>;

export type ListOrganisations = (
  wanted: Parameters<OrganisationList['page']>[0],
  actor: Actor,
) => Promise<Decision<OrganisationPage, AccessRefusal>>;

/** All organisations, oldest first, for those who may see them. */
export const listOrganisations =
  ({ organisationList }: { readonly organisationList: OrganisationList }): ListOrganisations =>
  async (wanted, actor) =>
    holds(actor, 'organisation:read')
      ? accept(await organisationList.page(wanted))
      : refuse({ code: 'not-permitted', permission: 'organisation:read' });

export type ReadOrganisation = (id: OrganisationId, actor: Actor) => Promise<Organisation | undefined>;

/** One organisation, for those who may see it and for its members; for others there is none. */
export const readOrganisation =
  ({ organisationList }: { readonly organisationList: OrganisationList }): ReadOrganisation =>
  async (id, actor) =>
    actor.organisation === id || mayRead(actor, id) ? organisationList.find(id) : undefined;

/** Whether an actor may see an organisation and who belongs to it. */
export const mayRead = (actor: Actor, organisation: OrganisationId): boolean =>
  holds(actor, 'organisation:read') ||
  mayWithin(actor, 'organisation:read', { kind: 'organisation', organisation });

export type NewOrganisation = Pick<Organisation, 'name' | 'externalId' | 'isShared'>;

export type MakeOrganisation = (wanted: NewOrganisation, actor: Actor) => Promise<Decided>;

/** Makes an organisation without members. */
export const makeOrganisation =
  ({ unitOfWork, clock, ids }: Deps): MakeOrganisation =>
  (wanted, actor) =>
    unlessTaken(() =>
      unitOfWork.run(async (tx) => {
        if (!holdsGlobally(actor, 'organisation:manage')) return forbidden;
        const organisation = { id: OrganisationId(ids.next()), ...wanted, createdAt: clock.now() };
        await tx.organisations.add(organisation);
        await audited(tx, 'organisation-made', actor, { after: organisation });
        return accept(organisation);
      }),
    );

export type ReviseOrganisation = (
  command: {
    readonly organisation: OrganisationId;
    readonly name?: string | undefined;
    /** `null` takes it away. */
    readonly externalId?: string | null | undefined;
    readonly isShared?: boolean | undefined;
  },
  actor: Actor,
) => Promise<Decided>;

/** Changes an organisation; whether its members see each other's tickets counts at once. */
export const reviseOrganisation =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ReviseOrganisation =>
  ({ organisation: id, externalId, ...wanted }, actor) =>
    unlessTaken(() =>
      onOrganisation(unitOfWork, id, actor, async (tx, before) => {
        if (wanted.isShared && !before.isShared && !mayReadOf(actor, id)) return unreadable;
        const after: Organisation = {
          ...before,
          name: wanted.name ?? before.name,
          isShared: wanted.isShared ?? before.isShared,
          externalId: externalId === undefined ? before.externalId : (externalId ?? undefined),
        };
        await tx.organisations.replace(after);
        await audited(tx, 'organisation-changed', actor, { before, after });
        return accept(after);
      }),
    );

export type DeleteOrganisation = (id: OrganisationId, actor: Actor) => Promise<Decided>;

/**
 * Deletes an organisation with its memberships and the grants within it, by whoever could take each of them; its tickets
 * stay, for others to see.
 */
export const deleteOrganisation =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): DeleteOrganisation =>
  (id, actor) =>
    onOrganisation(unitOfWork, id, actor, async (tx, organisation) => {
      const { members, granted } = await tx.organisations.among(id);
      const held = (await tx.users.among(granted)).flatMap((user) =>
        user.grants.filter(isWithin(id)).map((grant) => ({ user, grant })),
      );
      const missing = held.map(({ grant }) => missingFor(actor, grant)).find((one) => one !== undefined);
      if (missing !== undefined) return refuse({ code: 'not-permitted', permission: missing });
      await tx.organisations.remove(id);
      for (const one of held) await grantAudited(tx, 'grant-taken', actor, one);
      await audited(tx, 'organisation-deleted', actor, { before: { ...organisation, members } });
      return accept(organisation);
    });

const isWithin =
  (organisation: OrganisationId) =>
  ({ scope }: Grant): boolean =>
    scope.kind === 'organisation' && scope.organisation === organisation;

/** Whoever lets others read an organisation's tickets must be able to read them. */
export const mayReadOf = (actor: Actor, organisation: OrganisationId): boolean =>
  mayWithin(actor, 'ticket:read', { kind: 'organisation', organisation });

export const unreadable = refuse({ code: 'not-permitted', permission: 'ticket:read' } as const);

const forbidden = refuse({ code: 'not-permitted', permission: 'organisation:manage' } as const);

/** Does something with an organisation that is held, for those who may change it. */
export const onOrganisation = <Outcome>(
  unitOfWork: UnitOfWork,
  id: OrganisationId,
  actor: Actor,
  work: (tx: Transaction, organisation: Organisation) => Promise<Decision<Outcome, AccessRefusal>>,
): Promise<Decision<Outcome, AccessRefusal>> =>
  unitOfWork.run(async (tx) => {
    const organisation = await tx.organisations.hold(id);
    const isSeen = actor.organisation === id || mayRead(actor, id);
    if (organisation === undefined || !isSeen) return refuse({ code: 'not-found' });
    return holdsGlobally(actor, 'organisation:manage') ? work(tx, organisation) : forbidden;
  });

/** An organisation as it was, and who were its members if it is gone. */
type Deleted = Organisation & { readonly members?: readonly UserId[] };

const audited = (
  tx: Transaction,
  action: 'organisation-made' | 'organisation-changed' | 'organisation-deleted',
  actor: Actor,
  { before, after }: { readonly before?: Deleted; readonly after?: Organisation },
): Promise<void> =>
  tx.audit.append({
    action,
    actor: actor.id,
    subject: { kind: 'organisation', id: (after ?? before)?.id ?? '' },
    ...(before && { before }),
    ...(after && { after }),
  });

const unlessTaken = async (work: () => Promise<Decided>): Promise<Decided> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NameTaken) return refuse({ code: 'name-taken' });
    if (error instanceof ExternalIdTaken) return refuse({ code: 'external-id-taken' });
    throw error;
  }
};
