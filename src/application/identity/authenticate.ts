import type { Actor } from '#domain/access/actor.ts';
import { needsSecondFactor } from '#domain/identity/second-factor.ts';
import { isTokenText } from '#domain/identity/token-text.ts';
import type { User } from '#domain/identity/user.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';
import type { AccessTokens } from '../ports/access-tokens.ts';
import type { Principal, Principals } from '../ports/principals.ts';
import type { ForeignTokens } from '../ports/trusted-issuers.ts';
import { noteUse } from './note-use.ts';
import { type VouchedSignInDeps, vouchedSignIn } from './vouched-sign-in.ts';

/** Somebody who proved who they are. */
export type Authenticated = {
  readonly actor: Actor;
  readonly user: User;
  readonly session: SessionId;
  /** When what they proved it with is over. */
  readonly expiresAt: Date;
  /** A role of theirs asks for a second factor, and they have none: they may turn it on, and nothing else. */
  readonly mustEnrol: boolean;
  /** A trusted issuer vouches for them: how its people prove who they are is its business. */
  readonly isVouched: boolean;
  /** Who acts, when somebody acts for the user. */
  readonly by?: UserId;
};

export type Authenticate = (bearerToken: string) => Promise<Authenticated | undefined>;

export type AuthenticateDeps = VouchedSignInDeps & {
  readonly accessTokens: AccessTokens;
  readonly principals: Principals;
  readonly foreignTokens: ForeignTokens;
  /** The roles that ask for a second factor. */
  readonly secondFactorRoles: readonly string[];
};

/** Who stands behind a bearer token, of ours or of a trusted issuer, if it is good, its session open and its user active. */
export const authenticate =
  (deps: AuthenticateDeps): Authenticate =>
  async (bearerToken) => {
    if (isTokenText(bearerToken)) return byAccessToken(deps, bearerToken);
    const claims = await deps.accessTokens.verify(bearerToken);
    if (claims === undefined) return vouchedFor(deps, bearerToken);
    const principal = await deps.principals.ofSession(claims.session);
    if (principal?.user.id !== claims.user) return undefined;
    return authenticated(deps, principal, { expiresAt: claims.expiresAt, isVouched: false });
  };

const byAccessToken = async (deps: AuthenticateDeps, text: string): Promise<Authenticated | undefined> => {
  const principal = await deps.principals.ofToken(deps.secrets.digest(text));
  if (principal === undefined) return undefined;
  await noteUse(deps, principal);
  return authenticated(deps, principal, { expiresAt: principal.expiresAt, isVouched: false });
};

const vouchedFor = async (deps: AuthenticateDeps, token: string): Promise<Authenticated | undefined> => {
  const vouched = await deps.foreignTokens.verify(token);
  const principal = vouched && (await vouchedSignIn(deps)(vouched));
  return (
    vouched && principal && authenticated(deps, principal, { expiresAt: vouched.expiresAt, isVouched: true })
  );
};

/** A person as the policy knows them. */
export const actorOf = ({ id, grants, organisation, sharedOrganisation }: User): Actor => ({
  id,
  grants,
  organisation,
  sharedOrganisation,
});

/** The person behind a sign-in, limited to what an access token was made for. */
export const actorBehind = ({ user, limitedTo }: Principal): Actor => ({ ...actorOf(user), limitedTo });

type Asking = Pick<AuthenticateDeps, 'secondFactorRoles'>;

/** Whether somebody must turn a second factor on before they may do anything else. */
export const mustEnrol = (
  { secondFactorRoles }: Asking,
  { user, hasSecondFactor }: Principal,
  { isVouched }: Pick<Authenticated, 'isVouched'>,
): boolean => !isVouched && !hasSecondFactor && needsSecondFactor(user, secondFactorRoles);

/** A principal in the form that use cases take. */
export const authenticated = (
  asking: Asking,
  principal: Principal,
  proof: Pick<Authenticated, 'expiresAt' | 'isVouched'>,
): Authenticated => ({
  actor: actorBehind(principal),
  user: principal.user,
  session: principal.session,
  ...proof,
  mustEnrol: mustEnrol(asking, principal, proof),
});
