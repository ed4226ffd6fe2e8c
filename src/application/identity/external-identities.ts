import type { Actor } from '#domain/access/actor.ts';
import { beyond } from '#domain/access/delegation.ts';
import { holdsGlobally } from '#domain/access/policy.ts';
import type { IssuerRefusal } from '#domain/identity/trusted-issuer.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Principals } from '../ports/principals.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import { type ExternalIdentity, IdentityLinked } from '../ports/trusted-issuers.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { tellEnded } from './tell-ended.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly principals: Principals;
  readonly sessionEndings: SessionEndings;
  readonly clock: Clock;
};

type Decided = Decision<readonly ExternalIdentity[], IssuerRefusal>;

const forbidden = refuse({ code: 'not-permitted', permission: 'issuer:manage' } as const);

export type ListExternalIdentities = (user: UserId, actor: Actor) => Promise<Decided>;

/** Who a person is to trusted issuers. */
export const listExternalIdentities =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ListExternalIdentities =>
  async (user, actor) =>
    holdsGlobally(actor, 'issuer:manage')
      ? accept(await unitOfWork.run((tx) => tx.issuers.identitiesOf(user)))
      : forbidden;

export type LinkExternalIdentity = (
  link: { readonly user: UserId; readonly issuer: string; readonly subject: string },
  actor: Actor,
) => Promise<Decided>;

/** Says who a person is to an issuer, in place of what was said before: that one's tokens are theirs from now on. */
export const linkExternalIdentity =
  (deps: Deps): LinkExternalIdentity =>
  async ({ user, issuer, subject }, actor) => {
    try {
      return await onIdentities(deps, { user, actor }, async (tx, before) => {
        if ((await tx.issuers.holdNamed(issuer)) === undefined) return refuse({ code: 'unknown-issuer' });
        const known = before.filter((one) => one.issuer === issuer);
        if (known.some((one) => one.subject === subject)) return accept([]);
        const ended = await takeBack(deps, tx, known);
        await tx.issuers.addIdentity({ issuer, subject, user, session: undefined, validFrom: new Date(0) });
        return accept(ended);
      });
    } catch (error) {
      if (error instanceof IdentityLinked) return refuse({ code: 'identity-linked' });
      throw error;
    }
  };

export type UnlinkExternalIdentity = (
  link: { readonly user: UserId; readonly issuer: string | undefined },
  actor: Actor,
) => Promise<Decided>;

/** Takes back who a person is to an issuer, or to all of them, and ends the sessions they have by it. */
export const unlinkExternalIdentity =
  (deps: Deps): UnlinkExternalIdentity =>
  ({ user, issuer }, actor) =>
    onIdentities(deps, { user, actor }, async (tx, before) =>
      accept(
        await takeBack(
          deps,
          tx,
          before.filter((one) => issuer === undefined || one.issuer === issuer),
        ),
      ),
    );

/** Changes who somebody is to issuers, and tells which sessions ended by that. */
type Change = (
  tx: Transaction,
  before: readonly ExternalIdentity[],
) => Promise<Decision<readonly SessionId[], IssuerRefusal>>;

/** Nobody makes themselves, by an issuer's word, somebody who may do more than they. */
const onIdentities = async (
  deps: Deps,
  { user: id, actor }: { readonly user: UserId; readonly actor: Actor },
  change: Change,
): Promise<Decided> => {
  if (!holdsGlobally(actor, 'issuer:manage')) return forbidden;
  let ended: readonly SessionId[] = [];
  const decision = await deps.unitOfWork.run(async (tx): Promise<Decided> => {
    const user = await tx.users.hold(id);
    if (user === undefined) return refuse({ code: 'not-found' });
    const permission = user.grants
      .map((grant) => beyond(actor, grant))
      .find((missing) => missing !== undefined);
    if (permission !== undefined) return refuse({ code: 'not-permitted', permission });
    const before = await tx.issuers.identitiesOf(id);
    const changed = await change(tx, before);
    if (!changed.ok) return changed;
    ended = changed.outcome;
    const after = await tx.issuers.identitiesOf(id);
    const [was, is] = [before.map(namesOf), after.map(namesOf)];
    if (JSON.stringify(was) !== JSON.stringify(is)) {
      const action = 'external-identities-changed';
      const subject = { kind: 'user', id };
      await tx.audit.append({ action, actor: actor.id, subject, before: was, after: is });
    }
    return accept(after);
  });
  tellEnded(deps, ended);
  return decision;
};

const takeBack = async (
  { clock }: Deps,
  tx: Transaction,
  identities: readonly ExternalIdentity[],
): Promise<readonly SessionId[]> => {
  const sessions = identities.flatMap(({ session }) => session ?? []);
  for (const identity of identities) await tx.issuers.removeIdentity(identity);
  for (const session of sessions) await tx.sessions.revoke(session, clock.now());
  return sessions;
};

const namesOf = ({ issuer, subject }: ExternalIdentity) => ({ issuer, subject });
