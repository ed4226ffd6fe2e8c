import type { Context } from 'hono';
import type { Authenticate } from '#application/identity/authenticate.ts';
import type { IdempotencyLedger } from '#application/ports/idempotency-ledger.ts';
import type { Secrets } from '#application/ports/secrets.ts';
import { type Answer, ProblemThrown, raise } from './answer.ts';
import { unlessKnown, versionsOf } from './conditions.ts';
import { idempotent } from './idempotent.ts';
import { type ParsedCall, parseCall, parseParams } from './parse-call.ts';
import type { Caller, Route } from './route.ts';

export type RunDeps = {
  readonly authenticate: Authenticate;
  readonly ledger: IdempotencyLedger;
  readonly secrets: Secrets;
  readonly addressOf: (context: Context) => string;
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
    const caller = route.signedIn ? await signedIn(deps, context, address) : undefined;
    await deps.limit(context, caller?.user.id ?? address);

    const common = {
      params: parseParams(route, context.req.param()),
      caller: caller as Caller,
      ifMatch: route.conditional ? versionsOf(context.req.header('if-match') ?? null) : undefined,
      address,
      userAgent: context.req.header('user-agent') ?? '',
      query: undefined,
      body: undefined,
    };
    const parsed = await parseOrHide(route, context, common);
    const call = { ...common, query: parsed.query, body: parsed.body } as Parameters<Route['handle']>[0];

    const key = context.req.header('idempotency-key');
    const answer =
      route.idempotent && key !== undefined
        ? await idempotent(deps)(
            {
              key,
              caller: caller?.user.id ?? address,
              route: route.operationId,
              path: new URL(context.req.url).pathname,
              text: parsed.text,
            },
            () => route.handle(call),
          )
        : await route.handle(call);
    return unlessKnown(answer, context.req.header('if-none-match') ?? null);
  };

const signedIn = async (deps: RunDeps, context: Context, address: string): Promise<Caller> => {
  const token = /^Bearer ([\x21-\x7e]+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  const caller = token === undefined ? undefined : await deps.authenticate(token);
  if (caller === undefined) {
    await deps.limit(context, address);
    return raise({ code: 'unauthenticated' });
  }
  deps.identified(context, caller);
  return caller;
};

/** A stranger to what the path names hears that it does not exist, never what is wrong with their body. */
const parseOrHide = async (
  route: Route,
  context: Context,
  common: Parameters<NonNullable<Route['exists']>>[0],
): Promise<ParsedCall> => {
  try {
    return await parseCall(route, context.req.raw, new URL(context.req.url));
  } catch (error) {
    const isHidden =
      error instanceof ProblemThrown && route.exists !== undefined && !(await route.exists(common));
    throw isHidden ? new ProblemThrown({ code: 'not-found' }) : error;
  }
};
