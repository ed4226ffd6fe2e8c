import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import type { StatusCode } from 'hono/utils/http-status';
import type { Logger } from '#application/ports/logger.ts';
import type { Measurements } from '#application/ports/measurements.ts';
import { HasherBusy } from '#application/ports/password-hasher.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import type { Problem } from '../wire/problem.ts';
import { type Answer, ProblemThrown, problemAnswer, raise } from './answer.ts';
import { docsPages } from './docs/docs-pages.ts';
import { methodsByPath } from './methods.ts';
import type { Caller, Route } from './route.ts';
import { type RunDeps, runRoute } from './run-route.ts';

export type Allowance = {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
};

export type AppDeps = Omit<RunDeps, 'limit' | 'identified'> & {
  readonly routes: readonly Route[];
  readonly logger: Logger;
  /** Told of every request once it is answered. */
  readonly measured: Measurements['request'] | undefined;
  readonly corsOrigins: readonly string[];
  /** Counts a request of a caller; `undefined` when limits are off. */
  readonly allowance: ((caller: string) => Promise<Allowance>) | undefined;
  /** Seconds in which a caller's allowance is counted. */
  readonly windowSeconds: number;
  /** How long a request may take before it is given up with 503. */
  readonly deadlineMs: number;
};

type Env = { Variables: { requestId: string; caller?: Caller; route?: string } };

/** The HTTP API: every route behind the same conventions. */
export const httpApp = (deps: AppDeps): Hono<Env> => {
  const app = new Hono<Env>({ strict: false });
  const run = runRoute({
    ...deps,
    limit: limitBy(deps),
    identified: (context: Context<Env>, caller) => context.set('caller', caller),
  });

  app.use(requestId({ limitLength: 64, headerName: 'X-Request-Id' }));
  app.use(logged(deps));
  app.use(
    secureHeaders({
      xFrameOptions: 'DENY',
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    }),
  );
  app.use(
    cors({
      origin: [...deps.corsOrigins],
      allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowHeaders: [
        'Authorization',
        'Content-Type',
        'If-Match',
        'If-None-Match',
        'Idempotency-Key',
        'X-Request-Id',
      ],
      exposeHeaders: [
        'ETag',
        'Location',
        'Idempotency-Replayed',
        'X-Request-Id',
        'RateLimit',
        'RateLimit-Policy',
        'Retry-After',
      ],
      maxAge: 600,
    }),
  );
  for (const route of deps.routes) {
    app.on(route.method.toUpperCase(), honoPath(route.path), async (context) => {
      context.set('route', route.path);
      return respond(context, await inTime(run(route, context), deps.deadlineMs));
    });
  }
  app.route('/docs', docsPages());
  app.notFound((context) => {
    const allowed = methodsByPath(deps.routes, context.req.path);
    if (allowed.length === 0) return respond(context, problemOf(context, { code: 'not-found' }));
    const answer = problemOf(context, { code: 'method-not-allowed', facts: { allowed } });
    return respond(context, { ...answer, headers: { ...answer.headers, allow: allowed.join(', ') } });
  });
  app.onError((error, context) =>
    respond(context, problemOf(context, problemFor(error, context, deps.logger))),
  );
  return app;
};

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Through the context, so that the header fields set before it are kept. */
const respond = (context: Context<Env>, { status, headers, body }: Answer): Response =>
  context.newResponse(body === '' ? null : body, status as StatusCode, {
    'cache-control': 'no-store',
    ...headers,
  });

const problemOf = (context: Context<Env>, problem: Problem): Answer =>
  problemAnswer(problem, context.get('requestId'));

/** Every error becomes a problem here; only what nobody foresaw is a 500, and says nothing of its inside. */
const problemFor = (error: Error, context: Context<Env>, logger: Logger): Problem => {
  if (error instanceof ProblemThrown) return error.problem;
  const request = { requestId: context.get('requestId'), route: context.get('route') };
  if (error instanceof StorageUnavailable) {
    logger.warn({ ...request, err: error }, 'the database is not available');
    return { code: 'unavailable', retryAfterSeconds: 5 };
  }
  if (error instanceof HasherBusy) return { code: 'unavailable', retryAfterSeconds: 1 };
  if (error instanceof DeadlineOver) {
    logger.warn(request, 'a request took too long and was given up');
    return { code: 'unavailable', retryAfterSeconds: 5 };
  }
  logger.error({ ...request, err: error }, 'a request failed unexpectedly');
  return { code: 'internal-error' };
};

class DeadlineOver extends Error {}

const inTime = async (answer: Promise<Answer>, deadlineMs: number): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineOver()), deadlineMs);
  });
  return Promise.race([answer, over]).finally(() => clearTimeout(timer));
};

const limitBy =
  ({ allowance, windowSeconds }: AppDeps) =>
  async (context: Context, caller: string): Promise<void> => {
    if (allowance === undefined) return;
    const { allowed, limit, remaining, resetSeconds } = await allowance(caller);
    context.header('RateLimit-Policy', `"default";q=${limit};w=${windowSeconds}`);
    context.header('RateLimit', `"default";r=${remaining};t=${resetSeconds}`);
    if (!allowed) raise({ code: 'too-many-requests', retryAfterSeconds: resetSeconds });
  };

/** One line a request. Paths are shown as routes, so that no id and no query stands in a log by accident. */
const logged =
  ({ logger, measured }: AppDeps) =>
  async (context: Context<Env>, next: () => Promise<void>): Promise<void> => {
    const start = performance.now();
    await next();
    const took = performance.now() - start;
    const { method } = context.req;
    const route = context.get('route') ?? 'none';
    const { status } = context.res;
    measured?.({ method, route, status, seconds: took / 1000 });
    const ms = Math.round(took * 10) / 10;
    const facts = { requestId: context.get('requestId'), method, route, status, ms };
    // probes ask every few seconds, and say nothing as long as all is well
    const level = route.startsWith('/health/') && status < 400 ? 'debug' : 'info';
    logger[level]({ ...facts, user: context.get('caller')?.user.id }, `${method} ${route} ${status}`);
  };
