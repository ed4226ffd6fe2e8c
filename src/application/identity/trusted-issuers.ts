import type { Actor } from '#domain/access/actor.ts';
import { beyond } from '#domain/access/delegation.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { holdsGlobally } from '#domain/access/policy.ts';
import {
  grantsBy,
  type IssuerRefusal,
  mostIssuers,
  type TrustedIssuer,
} from '#domain/identity/trusted-issuer.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { IssuerId, type SessionId } from '#domain/shared/ids.ts';
import type { AccessTokens } from '../ports/access-tokens.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Principals } from '../ports/principals.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import { IssuerKnown } from '../ports/trusted-issuers.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { tellEnded } from './tell-ended.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly principals: Principals;
  readonly sessionEndings: SessionEndings;
  readonly accessTokens: Pick<AccessTokens, 'issuer'>;
  readonly clock: Clock;
  readonly ids: IdSource;
};

export type IssuerSettings = Omit<TrustedIssuer, 'id' | 'createdAt'>;
type Decided<Outcome> = Decision<Outcome, IssuerRefusal>;

const forbidden = refuse({ code: 'not-permitted', permission: 'issuer:manage' } as const);
const mayManage = (actor: Actor): boolean => holdsGlobally(actor, 'issuer:manage');

export type ListTrustedIssuers = (actor: Actor) => Promise<Decided<readonly TrustedIssuer[]>>;

/** Whose word is taken for who somebody is, oldest trust first. */
export const listTrustedIssuers =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ListTrustedIssuers =>
  async (actor) =>
    mayManage(actor) ? accept(await unitOfWork.run((tx) => tx.issuers.all())) : forbidden;

export type MakeTrustedIssuer = (settings: IssuerSettings, actor: Actor) => Promise<Decided<TrustedIssuer>>;

/** Trusts an issuer, with a role no greater than that of whoever does so. */
export const makeTrustedIssuer =
  (deps: Deps): MakeTrustedIssuer =>
  async (settings, actor) => {
    if (!mayManage(actor)) return forbidden;
    const issuer = { ...settings, id: IssuerId(deps.ids.next()), createdAt: deps.clock.now() };
    return unlessKnown(() =>
      deps.unitOfWork.run(async (tx) => {
        const wrong = await objection(deps, tx, issuer, actor);
        if (wrong !== undefined) return refuse(wrong);
        const all = await tx.issuers.all();
        if (all.length >= mostIssuers) return refuse({ code: 'too-many-issuers', most: mostIssuers });
        await tx.issuers.add(issuer);
        const subject = { kind: 'trusted-issuer', id: issuer.id };
        await tx.audit.append({
          action: 'trusted-issuer-made',
          actor: actor.id,
          subject,
          after: settings,
        });
        return accept(issuer);
      }),
    );
  };

export type ChangeTrustedIssuer = (
  command: { readonly id: IssuerId; readonly settings: Partial<IssuerSettings> },
  actor: Actor,
) => Promise<Decided<TrustedIssuer>>;

/** Changes what is trusted. When its tokens are verified otherwise from now on, whoever came by it signs in anew. */
export const changeTrustedIssuer =
  (deps: Deps): ChangeTrustedIssuer =>
  async ({ id, settings }, actor) => {
    if (!mayManage(actor)) return forbidden;
    const ended: SessionId[] = [];
    const decision = await unlessKnown(() =>
      deps.unitOfWork.run(async (tx) => {
        ended.length = 0;
        const before = await tx.issuers.find(id);
        if (before === undefined) return refuse({ code: 'not-found' });
        const issuer = { ...before, ...settings };
        const wrong = await objection(deps, tx, issuer, actor);
        if (wrong !== undefined) return refuse(wrong);
        await tx.issuers.replace(issuer);
        if (isVerifiedOtherwise(before, issuer)) ended.push(...(await signEverybodyOut(deps, tx, before)));
        const subject = { kind: 'trusted-issuer', id };
        const action = 'trusted-issuer-changed';
        await tx.audit.append({ action, actor: actor.id, subject, before, after: issuer });
        return accept(issuer);
      }),
    );
    tellEnded(deps, ended);
    return decision;
  };

export type RemoveTrustedIssuer = (id: IssuerId, actor: Actor) => Promise<Decided<TrustedIssuer>>;

/** Ends the trust: whoever came by the issuer is signed out at once, on open connections too. */
export const removeTrustedIssuer =
  (deps: Deps): RemoveTrustedIssuer =>
  async (id, actor) => {
    if (!mayManage(actor)) return forbidden;
    const ended: SessionId[] = [];
    const decision = await deps.unitOfWork.run(async (tx): Promise<Decided<TrustedIssuer>> => {
      ended.length = 0;
      const before = await tx.issuers.find(id);
      if (before === undefined) return refuse({ code: 'not-found' });
      await tx.issuers.remove(id);
      ended.push(...(await signEverybodyOut(deps, tx, before)));
      const subject = { kind: 'trusted-issuer', id };
      await tx.audit.append({ action: 'trusted-issuer-removed', actor: actor.id, subject, before });
      return accept(before);
    });
    tellEnded(deps, ended);
    return decision;
  };

/** Nobody hands out by an issuer what they could not grant themselves, and nobody passes for Hexdesk. */
const objection = async (
  { accessTokens }: Deps,
  tx: Transaction,
  issuer: TrustedIssuer,
  actor: Actor,
): Promise<IssuerRefusal | undefined> => {
  for (const queue of issuer.queues) {
    if ((await tx.queues.find(queue)) === undefined) return { code: 'unknown-queue' };
  }
  const permission =
    grantsBy(issuer)
      .map((grant) => beyond(actor, grant))
      .find((missing) => missing !== undefined) ?? beyondMembership(issuer, actor);
  if (permission !== undefined) return { code: 'not-permitted', permission };
  const hers = await beyondOfLinked(tx, issuer.issuer, actor);
  if (hers !== undefined) return { code: 'not-permitted', permission: hers };
  return issuer.issuer === accessTokens.issuer ? { code: 'issuer-known' } : undefined;
};

/** Whoever lets an issuer say who belongs to which organisation could make members themselves, and read what they read. */
const beyondMembership = ({ claims }: TrustedIssuer, actor: Actor): Permission | undefined =>
  claims.organisation === undefined
    ? undefined
    : (['organisation:manage', 'ticket:read'] as const).find((needed) => !holdsGlobally(actor, needed));

/** Who says how an issuer's tokens are verified could pass for anybody it vouches for: nobody for somebody stronger. */
const beyondOfLinked = async (
  tx: Transaction,
  issuer: string,
  actor: Actor,
): Promise<Permission | undefined> => {
  for (const id of await tx.issuers.staffOf(issuer)) {
    for (const grant of (await tx.users.find(id))?.grants ?? []) {
      const missing = beyond(actor, grant);
      if (missing !== undefined) return missing;
    }
  }
  return undefined;
};

const isVerifiedOtherwise = (before: TrustedIssuer, issuer: TrustedIssuer): boolean =>
  before.issuer !== issuer.issuer ||
  before.audience !== issuer.audience ||
  before.jwksUrl !== issuer.jwksUrl ||
  before.algorithms.some((algorithm) => !issuer.algorithms.includes(algorithm));

const signEverybodyOut = async (
  { clock }: Deps,
  tx: Transaction,
  { issuer }: TrustedIssuer,
): Promise<readonly SessionId[]> => {
  const sessions = await tx.issuers.sessionsOf(issuer);
  for (const session of sessions) await tx.sessions.revoke(session, clock.now());
  return sessions;
};

const unlessKnown = async <Outcome>(work: () => Promise<Decided<Outcome>>): Promise<Decided<Outcome>> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof IssuerKnown) return refuse({ code: 'issuer-known' });
    throw error;
  }
};
