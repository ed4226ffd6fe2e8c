import type { Permission } from '#domain/access/permissions.ts';
import { endOfToken, notHeld, type PersonalToken } from '#domain/identity/personal-token.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { tokenText } from '#domain/identity/token-text.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { SessionId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { PersonalTokenList, TokenPage } from '../ports/personal-token-store.ts';
import type { Principals } from '../ports/principals.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Authenticated } from './authenticate.ts';
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

export type MakeAccessTokenCommand = {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly expiresAt: Date | undefined;
  /** Where it was asked for. */
  readonly address: string;
};

export type MakeAccessToken = (
  command: MakeAccessTokenCommand,
  who: Who,
) => Promise<Decision<{ readonly token: PersonalToken; readonly text: string }, IdentityRefusal>>;

const longestAddress = 45;

/** Makes an access token that may do part of what its owner may. Its text is given this once. */
export const makeAccessToken =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly secrets: Secrets;
    readonly clock: Clock;
    readonly ids: IdSource;
  }): MakeAccessToken =>
  async ({ name, permissions, expiresAt: wanted, address }, { user, actor }) => {
    const missing = notHeld(actor, permissions);
    if (missing !== undefined) return refuse({ code: 'not-permitted', permission: missing });
    const createdAt = deps.clock.now();
    const expiresAt = endOfToken(wanted, createdAt);
    if (expiresAt === undefined) return refuse({ code: 'unfit-expiry' });

    const text = tokenText(deps.secrets.token());
    const token: PersonalToken = {
      id: SessionId(deps.ids.next()),
      user: user.id,
      name,
      permissions: [...new Set(permissions)],
      createdAt,
      expiresAt,
      lastUsedAt: undefined,
    };
    const made = { hash: deps.secrets.digest(text), address: address.slice(0, longestAddress) };
    await deps.unitOfWork.run(async (tx) => {
      await tx.personalTokens.add(token, made);
      await tx.audit.append({
        action: 'access-token-made',
        actor: user.id,
        subject: { kind: 'access-token', id: token.id },
        after: { name, permissions: token.permissions, expiresAt },
      });
    });
    return accept({ token, text });
  };

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
