import { type Context, Hono } from 'hono';
import { requestId } from 'hono/request-id';
import type { Logger } from '#application/ports/logger.ts';
import type { Measurements } from '#application/ports/measurements.ts';
import type { Problem } from '../wire/problem.ts';
import { type Answer, problemAnswer, raise } from './answer.ts';
import { crossOrigin } from './browsers.ts';
import { inTime } from './deadline.ts';
import { docsPages, docsResources } from './docs/docs-pages.ts';
import { methodsByPath } from './methods.ts';
import { problemFor } from './problem-for.ts';
import { type Env, respond } from './respond.ts';
import type { Route } from './route.ts';
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
  app.use(crossOrigin(deps.corsOrigins));
  for (const route of deps.routes) {
    app.on(route.method.toUpperCase(), honoPath(route.path), async (context) => {
      context.set('route', route.path);
      return respond(context, await inTime(run(route, context), deps.deadlineMs));
    });
  }
  app.route('/docs', docsPages());
  app.notFound((context) => {
    const allowed = methodsByPath([...deps.routes, ...docsResources], context.req.path);
    if (allowed.length === 0) return respond(context, problemOf(context, { code: 'not-found' }));
    const answer = problemOf(context, { code: 'method-not-allowed', facts: { allowed } });
    return respond(context, { ...answer, headers: { ...answer.headers, allow: allowed.join(', ') } });
  });
  app.onError((error, context) => {
    const request = { requestId: context.get('requestId'), route: context.get('route') };
    return respond(context, problemOf(context, problemFor(error, request, deps.logger)));
  });
  return app;
};

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const problemOf = (context: Context<Env>, problem: Problem): Answer =>
  problemAnswer(problem, context.get('requestId'));

const limitBy =
  ({ allowance, windowSeconds }: AppDeps) =>
  async (context: Context<Env>, caller: string): Promise<void> => {
    if (allowance === undefined) return;
    const { allowed, limit, remaining, resetSeconds } = await allowance(caller);
    context.set('fields', {
      'ratelimit-policy': `"default";q=${limit};w=${windowSeconds}`,
      ratelimit: `"default";r=${remaining};t=${resetSeconds}`,
    });
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
    const status = context.get('status') ?? context.res.status;
    measured?.({ method, route, status, seconds: took / 1000 });
    const ms = Math.round(took * 10) / 10;
    const facts = { requestId: context.get('requestId'), method, route, status, ms };
    // probes ask every few seconds, and say nothing as long as all is well
    const level = route.startsWith('/health/') && status < 400 ? 'debug' : 'info';
    logger[level]({ ...facts, user: context.get('caller')?.user.id }, `${method} ${route} ${status}`);
  };
