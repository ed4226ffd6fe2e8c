import type { Actor } from '#domain/access/actor.ts';
import { beyond } from '#domain/access/delegation.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { holdsGlobally } from '#domain/access/policy.ts';
import type { PersonalToken } from '#domain/identity/personal-token.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import type { User } from '#domain/identity/user.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { PersonalTokenList, TokenPage } from '../ports/personal-token-store.ts';
import type { Principals } from '../ports/principals.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { actorOf } from './authenticate.ts';
import { type MintDeps, mintToken, type TokenWanted } from './mint-token.ts';
import { readServiceAccount } from './service-accounts.ts';
import { tellEnded } from './tell-ended.ts';

type Reading = {
  readonly unitOfWork: UnitOfWork;
  readonly personalTokenList: PersonalTokenList;
  readonly clock: Clock;
};

export type ListServiceTokens = (
  wanted: { readonly account: UserId; readonly after: string | undefined; readonly limit: number },
  actor: Actor,
) => Promise<TokenPage | undefined>;

/** The tokens of a service account that still stand, newest first; `undefined` for whoever may not manage it. */
export const listServiceTokens =
  (deps: Reading): ListServiceTokens =>
  async ({ account: id, ...wanted }, actor) => {
    const account = await readServiceAccount(deps)(id, actor);
    return account && deps.personalTokenList.page(account.id, { ...wanted, at: deps.clock.now() });
  };

export type ServiceToken = { readonly account: UserId; readonly token: SessionId };

export type ReadServiceToken = (named: ServiceToken, actor: Actor) => Promise<PersonalToken | undefined>;

/** One of the tokens of a service account that still stand. */
export const readServiceToken =
  (deps: Reading): ReadServiceToken =>
  async ({ account: id, token }, actor) => {
    const account = await readServiceAccount(deps)(id, actor);
    return account && deps.personalTokenList.find(account.id, token, deps.clock.now());
  };

export type MakeServiceToken = (
  command: TokenWanted & { readonly account: UserId },
  actor: Actor,
) => Promise<Decision<{ readonly token: PersonalToken; readonly text: string }, IdentityRefusal>>;

/** Makes a token for a service account that may do no more than whoever makes it. Its text is given this once. */
export const makeServiceToken =
  (deps: MintDeps & { readonly unitOfWork: UnitOfWork }): MakeServiceToken =>
  ({ account: id, ...wanted }, actor) =>
    deps.unitOfWork.run(async (tx) => {
      const account = await readServiceAccount(deps)(id, actor);
      // as it is now, and until the token is there
      const held = account && (await tx.users.hold(id));
      if (held === undefined) return refuse({ code: 'not-found' });
      const missing = beyondOf(held, actor);
      if (missing !== undefined) return refuse({ code: 'not-permitted', permission: missing });
      if (held.status !== 'active') return refuse({ code: 'account-suspended' });
      return mintToken(deps, tx, wanted, actorOf(held), actor.id);
    });

export type EndServiceToken = (
  named: ServiceToken,
  actor: Actor,
) => Promise<Decision<'ended', IdentityRefusal>>;

/** Makes one token of a service account worthless, and closes its live connections; as who could have made it. */
export const endServiceToken =
  (
    deps: Reading & { readonly principals: Principals; readonly sessionEndings: SessionEndings },
  ): EndServiceToken =>
  async ({ account: id, token }, actor) => {
    const ended = await deps.unitOfWork.run(async (tx): Promise<Decision<'ended', IdentityRefusal>> => {
      const account = holdsGlobally(actor, 'service-account:manage') ? await tx.users.hold(id) : undefined;
      const known =
        account?.kind === 'service'
          ? await deps.personalTokenList.find(id, token, deps.clock.now())
          : undefined;
      if (account === undefined || known === undefined) return refuse({ code: 'not-found' });
      const missing = beyondOf(account, actor);
      if (missing !== undefined) return refuse({ code: 'not-permitted', permission: missing });
      await tx.sessions.revoke(token, deps.clock.now());
      await tx.audit.append({
        action: 'service-token-revoked',
        actor: actor.id,
        subject: { kind: 'user', id },
        before: { token, name: known.name },
      });
      return accept('ended');
    });
    if (ended.ok) tellEnded(deps, [token]);
    return ended;
  };

const beyondOf = ({ grants }: User, actor: Actor): Permission | undefined =>
  grants.map((grant) => beyond(actor, grant)).find((missing) => missing !== undefined);
