import type { PersonalToken } from '#domain/identity/personal-token.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { SessionId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { PersonalTokenList, TokenPage } from '../ports/personal-token-store.ts';
import type { Principals } from '../ports/principals.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Authenticated } from './authenticate.ts';
import { type MintDeps, mintToken, type TokenWanted } from './mint-token.ts';
import { tellEnded } from './tell-ended.ts';

type Who = Pick<Authenticated, 'user' | 'actor'>;

type Reading = { readonly personalTokenList: PersonalTokenList; readonly clock: Clock };

export type ListMyAccessTokens = (
  wanted: { readonly after: string | undefined; readonly limit: number },
  who: Who,
) => Promise<TokenPage>;

/** Somebody's own access tokens that still stand, newest first. */
export const listMyAccessTokens =
  ({ personalTokenList, clock }: Reading): ListMyAccessTokens =>
  (wanted, { user }) =>
    personalTokenList.page(user.id, { ...wanted, at: clock.now() });

export type ReadMyAccessToken = (id: SessionId, who: Who) => Promise<PersonalToken | undefined>;

/** One of somebody's own access tokens. */
export const readMyAccessToken =
  ({ personalTokenList, clock }: Reading): ReadMyAccessToken =>
  (id, { user }) =>
    personalTokenList.find(user.id, id, clock.now());

export type MakeAccessToken = (
  command: TokenWanted,
  who: Who & Pick<Authenticated, 'session'>,
) => Promise<Decision<{ readonly token: PersonalToken; readonly text: string }, IdentityRefusal>>;

/** Makes an access token that may do part of what its owner may. Its text is given this once. */
export const makeAccessToken =
  (deps: MintDeps & { readonly unitOfWork: UnitOfWork }): MakeAccessToken =>
  (wanted, { user, actor, session }) =>
    deps.unitOfWork.run(async (tx) => {
      // whatever ends all sign-ins of somebody holds them too: no token is made in the instant of it
      const owner = await tx.users.hold(user.id);
      const opened = await tx.sessions.find(session);
      const isSignedIn = owner?.status === 'active' && opened !== undefined && opened.revokedAt === undefined;
      return isSignedIn ? mintToken(deps, tx, wanted, actor) : refuse({ code: 'signed-out' });
    });

export type EndMyAccessToken = (
  id: SessionId,
  who: Who,
) => Promise<Decision<'ended', { readonly code: 'not-found' }>>;

/** Makes one of somebody's own access tokens worthless, and closes its live connections. */
export const endMyAccessToken =
  (
    deps: Reading & {
      readonly unitOfWork: UnitOfWork;
      readonly principals: Principals;
      readonly sessionEndings: SessionEndings;
    },
  ): EndMyAccessToken =>
  async (id, { user }) => {
    const token = await deps.personalTokenList.find(user.id, id, deps.clock.now());
    if (token === undefined) return refuse({ code: 'not-found' });
    await deps.unitOfWork.run(async (tx) => {
      await tx.sessions.revoke(id, deps.clock.now());
      await tx.audit.append({
        action: 'access-token-revoked',
        actor: user.id,
        subject: { kind: 'access-token', id },
        before: { name: token.name },
      });
    });
    tellEnded(deps, [id]);
    return accept('ended');
  };
