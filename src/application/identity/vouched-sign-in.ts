import { lifetimes } from '#domain/identity/lifetimes.ts';
import {
  grantsBy,
  type TrustedIssuer,
  type Vouched,
  type VouchedRefusal,
} from '#domain/identity/trusted-issuer.ts';
import { customerGrant, isShutOut, type User } from '#domain/identity/user.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { after } from '#domain/shared/duration.ts';
import { SessionId, UserId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Logger } from '../ports/logger.ts';
import type { Principal, Principals } from '../ports/principals.ts';
import type { RequestOrigin } from '../ports/request-origin.ts';
import type { Secrets } from '../ports/secrets.ts';
import { StaleWrite } from '../ports/ticket-store.ts';
import { type ExternalIdentity, type ExternalSessions, IdentityLinked } from '../ports/trusted-issuers.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { AddressTaken, ExternalIdTaken } from '../ports/user-store.ts';
import { joinNamed } from './vouched-membership.ts';

export type VouchedSignInDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly externalSessions: ExternalSessions;
  readonly principals: Principals;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly origin: RequestOrigin;
  readonly logger: Logger;
};

/** Who stands behind what a trusted issuer vouches for: somebody known to it, or somebody new who becomes known. */
export const vouchedSignIn =
  (deps: VouchedSignInDeps) =>
  async (vouched: Vouched): Promise<Principal | undefined> => {
    const { externalSessions, principals } = deps;
    const { issuer, subject, issuedAt } = vouched;
    const known = await externalSessions.of(issuer.issuer, subject);
    const principal = known && issuedAt > known.validFrom && (await principals.ofSession(known.session));
    if (principal) return principal;

    externalSessions.forget(issuer.issuer, subject);
    const signedIn = await deps.unitOfWork.run((tx) => signIn(deps, tx, vouched));
    if (signedIn.ok) {
      externalSessions.forget(issuer.issuer, subject);
      return principals.ofSession(signedIn.outcome);
    }
    const facts = { issuer: issuer.name, why: signedIn.refusal };
    deps.logger.warn(facts, 'somebody was not let in whom a trusted issuer vouches for');
    return undefined;
  };

type SignedIn = Decision<SessionId, VouchedRefusal>;

const signIn = async (deps: VouchedSignInDeps, tx: Transaction, vouched: Vouched): Promise<SignedIn> => {
  // a token that was verified a moment ago must not outlive the trust in its issuer
  const issuer = await tx.issuers.holdNamed(vouched.issuer.issuer);
  if (issuer === undefined) return refuse('issuer-not-trusted');
  const identity = await tx.issuers.identity(issuer.issuer, vouched.subject);
  return identity === undefined
    ? firstSignIn(deps, tx, { ...vouched, issuer })
    : nextSignIn(deps, tx, vouched, identity);
};

const nextSignIn = async (
  deps: VouchedSignInDeps,
  tx: Transaction,
  vouched: Vouched,
  { issuer, subject, user: id }: ExternalIdentity,
): Promise<SignedIn> => {
  const user = await tx.users.hold(id);
  // others who came by the same token may just have signed in
  const identity = await tx.issuers.identity(issuer, subject);
  if (user === undefined || identity?.user !== id) throw new StaleWrite('the identity was changed meanwhile');
  if (isShutOut(user)) return refuse('suspended');

  const at = deps.clock.now();
  const last = identity.session && (await tx.sessions.find(identity.session));
  const validFrom = last?.revokedAt ?? identity.validFrom;
  if (vouched.issuedAt <= validFrom) return refuse('signed-out');
  if (last !== undefined && last.revokedAt === undefined && at < last.expiresAt) return accept(last.id);
  if (user.status !== 'active') await tx.users.replace({ ...user, status: 'active' });
  const session = await openSession(deps, tx, { user: user.id, by: vouched.issuer, at });
  await tx.issuers.signedIn(identity, { session, validFrom });
  return accept(session);
};

const firstSignIn = async (deps: VouchedSignInDeps, tx: Transaction, vouched: Vouched): Promise<SignedIn> => {
  const { issuer, subject, email, emailIsVerified, externalId } = vouched;
  if (email === undefined) return refuse('no-email');
  if (!(emailIsVerified ?? issuer.emailsAreProven)) return refuse('email-unverified');
  const found = await tx.users.withEmail(email);
  const known = found && (await tx.users.hold(found.id));
  // an address that nobody has proven is theirs for whom it is proven; all others are somebody already
  const isTaken = known !== undefined && known.status !== 'unverified';
  const named = externalId === undefined ? undefined : await tx.users.withExternalId(externalId);
  if (isTaken || (named !== undefined && named.id !== known?.id)) {
    const isTheirs = (await tx.issuers.identity(issuer.issuer, subject)) !== undefined;
    if (isTheirs) throw new StaleWrite('they became known meanwhile');
    return refuse(isTaken ? 'email-taken' : 'external-id-taken');
  }

  const at = deps.clock.now();
  const user = newcomer(deps, vouched, { email, at, known });
  try {
    await (known ? takeUp(tx, user) : tx.users.add(user));
    const organisation = await joinNamed(deps, tx, vouched, user);
    const session = await openSession(deps, tx, { user: user.id, by: issuer, at });
    const validFrom = new Date(0);
    await tx.issuers.addIdentity({ issuer: issuer.issuer, subject, user: user.id, session, validFrom });
    await tx.audit.append({
      action: 'external-user-made',
      actor: user.id,
      subject: { kind: 'user', id: user.id },
      after: { issuer: issuer.issuer, role: issuer.role, organisation: organisation ?? null },
    });
    return accept(session);
  } catch (error) {
    const isRace =
      error instanceof AddressTaken || error instanceof ExternalIdTaken || error instanceof IdentityLinked;
    throw isRace ? new StaleWrite('they became known meanwhile', { cause: error }) : error;
  }
};

type Newcomer = { readonly email: User['email']; readonly at: Date; readonly known: User | undefined };

const newcomer = ({ ids }: VouchedSignInDeps, vouched: Vouched, { email, at, known }: Newcomer): User => ({
  id: known?.id ?? UserId(ids.next()),
  externalId: vouched.externalId ?? known?.externalId,
  email,
  firstName: vouched.firstName || (known?.firstName ?? ''),
  lastName: vouched.lastName || (known?.lastName ?? ''),
  status: 'active',
  grants: known === undefined || isCustomer(known) ? grantsBy(vouched.issuer) : known.grants,
  ...(known?.organisation === undefined ? {} : { organisation: known.organisation }),
  createdAt: known?.createdAt ?? at,
});

const isCustomer = ({ grants }: User): boolean =>
  grants.every(({ role, scope }) => role === customerGrant.role && scope.kind === 'global');

/** Whoever wished for the address before has proven nothing: their passwords and links are void. */
const takeUp = async (tx: Transaction, user: User): Promise<void> => {
  await tx.users.replace(user);
  await tx.registrations.voidAllOf(user.id);
  await tx.linkTokens.removeAllOf(user.id);
};

type Opening = { readonly user: UserId; readonly by: TrustedIssuer; readonly at: Date };

/** A session like any other, so that it is listed and ended like any other; nobody has its refresh token. */
const openSession = async (
  { ids, secrets, origin }: VouchedSignInDeps,
  tx: Transaction,
  { user, by, at }: Opening,
): Promise<SessionId> => {
  const session = SessionId(ids.next());
  await tx.sessions.add(
    {
      id: session,
      user,
      createdAt: at,
      lastUsedAt: at,
      expiresAt: after(at, lifetimes.session),
      address: origin.current()?.address?.slice(0, 45) ?? '',
      userAgent: by.name,
      revokedAt: undefined,
    },
    { hash: secrets.digest(secrets.token()), session, generation: 1, usedAt: undefined },
  );
  await tx.audit.append({ action: 'signed-in', actor: user, subject: { kind: 'session', id: session } });
  return session;
};
