import type { Actor } from '#domain/access/actor.ts';
import { beyond } from '#domain/access/delegation.ts';
import { permissions } from '#domain/access/permissions.ts';
import { holdsGlobally } from '#domain/access/policy.ts';
import { customerGrant, type User } from '#domain/identity/user.ts';
import { hours } from '#domain/shared/duration.ts';
import { isUuid, UserId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Principals } from '../ports/principals.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type Authenticated, actorOf } from './authenticate.ts';

type Deps = { readonly unitOfWork: UnitOfWork; readonly principals: Principals; readonly clock: Clock };

/** `named` is the id of a person, or what they are called in the host product. */
export type ActFor = (who: Authenticated, named: string) => Promise<Authenticated | undefined>;

/** How often it is noted in the audit that one acts for another, and for how many that is remembered. */
const notedEvery = hours(1);
const mostNoted = 10_000;

/**
 * Lets somebody who may act for others be treated as the person they name, within what they were limited to
 * themselves; `undefined` when they may not, or when that person is nobody, suspended, or may do more than they.
 */
export const actFor = (deps: Deps): ActFor => {
  const noted = new Map<string, number>();

  const note = async (by: UserId, user: UserId): Promise<void> => {
    const pair = `${by} ${user}`;
    const now = deps.clock.now().getTime();
    if (now - (noted.get(pair) ?? Number.NEGATIVE_INFINITY) < notedEvery) return;
    await deps.unitOfWork.run((tx) =>
      tx.audit.append({
        action: 'acted-for',
        actor: by,
        onBehalfOf: user,
        subject: { kind: 'user', id: user },
      }),
    );
    if (noted.size >= mostNoted) noted.clear();
    noted.set(pair, now);
  };

  return async (who, named) => {
    if (!actsForOthers(who.actor)) return undefined;
    const user = await personNamed(deps, named);
    if (user === undefined || !mayActFor(who.actor, user)) return undefined;
    await note(who.user.id, user.id);
    const limitedTo = who.actor.limitedTo ?? permissions;
    return { ...who, actor: { ...actorOf(user), limitedTo, actedBy: who.user.id }, user, by: who.user.id };
  };
};

const personNamed = async ({ unitOfWork, principals }: Deps, named: string): Promise<User | undefined> => {
  const id = named.toLowerCase();
  const known = isUuid(id) ? await principals.ofUser(UserId(id)) : undefined;
  return known ?? unitOfWork.run((tx) => tx.users.withExternalId(named));
};

const actsForOthers = (actor: Actor): boolean => holdsGlobally(actor, 'user:act-for');

/**
 * Whether somebody may act for this person: in everybody's own affairs, and in what they may do themselves as well, since
 * acting for somebody adds nothing to that.
 */
export const mayActFor = (actor: Actor, { id, status, kind, grants }: User): boolean =>
  actsForOthers(actor) &&
  status === 'active' &&
  kind !== 'service' &&
  id !== actor.id &&
  grants.every((grant) => isCustomers(grant) || beyond(actor, grant) === undefined);

const isCustomers = ({ role, scope }: User['grants'][number]): boolean =>
  role === customerGrant.role && scope.kind === customerGrant.scope.kind;
