import type { Context } from 'hono';
import type { ActFor } from '#application/identity/act-for.ts';
import type { Authenticate } from '#application/identity/authenticate.ts';
import type { Attempts } from '#application/ports/attempts.ts';
import type { IdempotencyLedger } from '#application/ports/idempotency-ledger.ts';
import type { Origin, RequestOrigin } from '#application/ports/request-origin.ts';
import type { Secrets } from '#application/ports/secrets.ts';
import type { MayStillOpen } from '#application/tickets/may-still-open.ts';
import type { ReadTicket } from '#application/tickets/read-ticket.ts';
import { statusOf } from '../wire/problem.ts';
import { type Answer, ProblemThrown, raise } from './answer.ts';
import { countPerNetwork, tellAttempts } from './attempt-limits.ts';
import { unlessKnown, versionsOf } from './conditions.ts';
import { idempotent } from './idempotent.ts';
import { mayHearAgain } from './kept-answer.ts';
import { orTheSurvivor } from './merged-away.ts';
import { actingFor } from './on-behalf-of.ts';
import { parseCall, parseParams } from './parse-call.ts';
import type { Caller, Named, Route } from './route.ts';

export type RunDeps = {
  readonly authenticate: Authenticate;
  readonly actFor: ActFor;
  readonly readTicket: ReadTicket;
  readonly mayStillOpen: MayStillOpen;
  readonly ledger: IdempotencyLedger;
  readonly secrets: Secrets;
  readonly addressOf: (context: Context) => string;
  readonly origin: RequestOrigin;
  readonly attempts: Attempts;
  /** Counts the request; may throw `too-many-requests`. */
  readonly limit: (context: Context, caller: string) => Promise<void>;
  /** Told once it is known who asks, for the log. */
  readonly identified: (context: Context, caller: Caller) => void;
};

/** Takes a request through the checks in their fixed order: who, how often, what it names, what it says, what it does. */
export const runRoute =
  (deps: RunDeps) =>
  async (route: Route, context: Context): Promise<Answer> => {
    const address = deps.addressOf(context);
    const caller = route.signedIn
      ? await deps.origin.within(originOf(context, address), () => signedIn(deps, context, address))
      : undefined;
    // whoever acts for somebody uses up their own allowance
    if (!route.unlimited) await deps.limit(context, caller?.by ?? caller?.user.id ?? address);
    if (caller !== undefined) fitFor(route, caller);
    const params = parseParams(route, context.req.param());
    const run = () =>
      deps.origin.within(originOf(context, address, caller), async () => {
        if (route.perNetwork) await countPerNetwork(deps.attempts, route.perNetwork, address);
        return handled(deps, route, context, { params, caller, address });
      });
    const answer = await orTheSurvivor(deps.readTicket, { route, context, caller }, () =>
      hiddenFromStrangers(route, { params, caller: caller as Caller }, run),
    );
    return route.method === 'get' ? unlessKnown(answer, context.req.header('if-none-match')) : answer;
  };

const originOf = (context: Context, address: string, caller?: Caller): Origin => ({
  address,
  ...(caller?.by === undefined ? {} : { actedBy: caller.by }),
  requestId: context.var.requestId,
  onAttempt: tellAttempts(context),
});

const signedIn = async (deps: RunDeps, context: Context, address: string): Promise<Caller> => {
  const token = /^Bearer +([\x21-\x7e]+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  const caller = token === undefined ? undefined : await deps.authenticate(token);
  if (caller === undefined) {
    await deps.limit(context, address);
    return raise({ code: 'unauthenticated' });
  }
  const acting = await actingFor(deps.actFor, context, caller).catch(async (refused: unknown) => {
    await deps.limit(context, caller.user.id);
    throw refused;
  });
  deps.identified(context, acting);
  return acting;
};

/** Some routes take more than a good token. */
const fitFor = ({ inPerson, whileEnrolling }: Route, { mustEnrol, actor, by }: Caller): void => {
  if (inPerson && by !== undefined) {
    raise({ code: 'not-permitted', detail: 'Nobody does this for somebody else: leave On-Behalf-Of out.' });
  }
  if (mustEnrol && !whileEnrolling) raise({ code: 'second-factor-required' });
  if (inPerson && actor.limitedTo !== undefined) {
    raise({ code: 'not-permitted', detail: 'Access tokens may not do this: sign in.' });
  }
};

/** What is wrong with the request itself: who may not see what it names must not hear of it. */
const aboutTheRequest = new Set([400, 413, 415, 422]);

const hiddenFromStrangers = async (
  route: Route,
  named: Named<unknown>,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  try {
    return await work();
  } catch (error) {
    const tells = error instanceof ProblemThrown && aboutTheRequest.has(statusOf(error.problem.code));
    if (!tells || route.exists === undefined || (await route.exists(named))) throw error;
    return raise({ code: 'not-found' });
  }
};

type Asked = {
  readonly params: unknown;
  readonly caller: Caller | undefined;
  readonly address: string;
};

const handled = async (deps: RunDeps, route: Route, context: Context, asked: Asked): Promise<Answer> => {
  const { url } = context.req;
  const { query, body, text } = await parseCall(route, context.req.raw, url);
  const call = {
    ...asked,
    query,
    body,
    ifMatch: route.conditional ? versionsOf(context.req.header('if-match')) : undefined,
    userAgent: context.req.header('user-agent') ?? '',
  } as Parameters<Route['handle']>[0];

  const key = route.idempotent ? context.req.header('idempotency-key') : undefined;
  if (key === undefined) return route.handle(call);
  // what is gone from sight is not shown again, not even as the answer to one's own request
  const named = { params: asked.params, caller: asked.caller as Caller };
  if (route.exists !== undefined && !(await route.exists(named))) return raise({ code: 'not-found' });
  const caller = asked.caller === undefined ? asked.address : keeperOf(asked.caller);
  const apart = route.idempotent === 'apart';
  const keyed = { key, caller, route: route.operationId, path: new URL(url).pathname, text, apart };
  const answer = await idempotent(deps)(keyed, () => route.handle(call));
  if (await mayHearAgain(deps, route, answer, asked.caller)) return answer;
  return raise({ code: 'not-permitted', facts: { permission: 'ticket:read' } });
};

/** Whose keys they are: a person's, on all their devices; what they are narrowed to, and who acts for them, have their own. */
const keeperOf = ({ user, by, actor: { limitedTo } }: Caller): string =>
  by === undefined && limitedTo === undefined
    ? user.id
    : JSON.stringify([user.id, by ?? null, limitedTo?.toSorted() ?? null]);
