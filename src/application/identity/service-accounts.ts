import type { Actor } from '#domain/access/actor.ts';
import { holdsGlobally } from '#domain/access/policy.ts';
import { serviceAddress } from '#domain/identity/email-address.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { customerGrant, type User } from '#domain/identity/user.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { UserId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { ExternalIdTaken } from '../ports/user-store.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly ids: IdSource;
};

const permission = 'service-account:manage';
const forbidden = refuse({ code: 'not-permitted', permission } as const);

export type MakeServiceAccount = (
  wanted: { readonly name: string; readonly externalId: string | undefined },
  actor: Actor,
) => Promise<Decision<User, IdentityRefusal>>;

/** Makes an account that a program has: without password or mail, with the rights of a customer until it is granted others. */
export const makeServiceAccount =
  ({ unitOfWork, clock, ids }: Deps): MakeServiceAccount =>
  async ({ name, externalId }, actor) => {
    if (!holdsGlobally(actor, permission)) return forbidden;
    const id = UserId(ids.next());
    const account: User = {
      id,
      kind: 'service',
      externalId,
      email: serviceAddress(id),
      firstName: name,
      lastName: '',
      status: 'active',
      grants: [customerGrant],
      createdAt: clock.now(),
    };
    try {
      await unitOfWork.run(async (tx) => {
        await tx.users.add(account);
        await tx.audit.append({
          action: 'service-account-made',
          actor: actor.id,
          subject: { kind: 'user', id },
          after: { name, externalId },
        });
      });
      return accept(account);
    } catch (error) {
      if (error instanceof ExternalIdTaken) return refuse({ code: 'external-id-taken' });
      throw error;
    }
  };

export type ReadServiceAccount = (id: UserId, actor: Actor) => Promise<User | undefined>;

/** A service account, for those who may manage them; for others there is none. */
export const readServiceAccount =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ReadServiceAccount =>
  async (id, actor) => {
    if (!holdsGlobally(actor, permission)) return undefined;
    const user = await unitOfWork.run((tx) => tx.users.find(id));
    return user?.kind === 'service' ? user : undefined;
  };
