import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { Container } from 'inversify';
import { accessRoutes } from '#adapters/http/access/access-routes.ts';
import { httpApp } from '#adapters/http/app.ts';
import { auditRoutes } from '#adapters/http/audit/audit-routes.ts';
import { macroRoutes } from '#adapters/http/automation/macro-routes.ts';
import { shortcutRoutes } from '#adapters/http/automation/shortcut-routes.ts';
import { categoryRoutes } from '#adapters/http/categories/category-routes.ts';
import { addressIn, clientAddressBy } from '#adapters/http/client-address.ts';
import { signedCursors } from '#adapters/http/cursors.ts';
import { openApiDocument } from '#adapters/http/docs/openapi.ts';
import { customFieldRoutes } from '#adapters/http/fields/custom-field-routes.ts';
import { identityRoutes } from '#adapters/http/identity/identity-routes.ts';
import { statusLabelRoutes } from '#adapters/http/labels/status-label-routes.ts';
import { operationRoutes } from '#adapters/http/operations/operation-routes.ts';
import { erasureRoutes } from '#adapters/http/privacy/erasure-routes.ts';
import { exportRoute } from '#adapters/http/privacy/export-route.ts';
import { countersRoute } from '#adapters/http/queues/counters-route.ts';
import { nextRoute } from '#adapters/http/queues/next-route.ts';
import { queueMemberRoutes } from '#adapters/http/queues/queue-member-routes.ts';
import { queueRoutes } from '#adapters/http/queues/queue-routes.ts';
import { retentionRoutes } from '#adapters/http/queues/retention-routes.ts';
import type { Route } from '#adapters/http/route.ts';
import { httpServer } from '#adapters/http/serve.ts';
import { bulkRoutes } from '#adapters/http/tickets/bulk-routes.ts';
import { linkRoutes } from '#adapters/http/tickets/link-routes.ts';
import { listRoute } from '#adapters/http/tickets/list-route.ts';
import { mergeRoutes } from '#adapters/http/tickets/merge-routes.ts';
import { participantRoutes } from '#adapters/http/tickets/participant-routes.ts';
import { readMarkerRoutes } from '#adapters/http/tickets/read-marker-routes.ts';
import { stepRoutes } from '#adapters/http/tickets/step-routes.ts';
import { tagRoute } from '#adapters/http/tickets/tag-route.ts';
import { threadRoutes } from '#adapters/http/tickets/thread-routes.ts';
import { ticketRoutes } from '#adapters/http/tickets/ticket-routes.ts';
import { asyncApiDocument } from '#adapters/wire/live-async-api.ts';
import { seconds } from '#domain/shared/duration.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { BadConfig } from './config.ts';
import { resolve, resolveAll } from './di.ts';
import { requestRate } from './limits.ts';
import { tokens } from './tokens.ts';

/** Every route of the API, in the order of its document. */
export const allRoutes = (container: Container, isStopping: () => boolean): readonly Route[] => {
  const { publicUrl } = resolve(container, tokens.config);
  const deps = {
    ...resolve(container, tokens.useCases),
    cursors: signedCursors(resolve(container, tokens.secrets)),
    readiness: resolve(container, tokens.readiness),
    accessTokens: resolve(container, tokens.accessTokens),
    isStopping,
    openApi: () => document(),
    asyncApi: () => asyncApiDocument({ version: packageJson.version, publicUrl }),
  };
  const routes: readonly Route[] = [
    ...identityRoutes(deps),
    ...accessRoutes(deps),
    ...ticketRoutes(deps),
    listRoute(deps),
    tagRoute(deps),
    ...threadRoutes(deps),
    ...stepRoutes(deps),
    ...participantRoutes(deps),
    ...linkRoutes(deps),
    ...mergeRoutes(deps),
    ...readMarkerRoutes(deps),
    ...bulkRoutes(deps),
    ...shortcutRoutes(deps),
    ...macroRoutes(deps),
    countersRoute(deps),
    ...queueRoutes(deps),
    ...queueMemberRoutes(deps),
    nextRoute(deps),
    ...categoryRoutes(deps),
    ...customFieldRoutes(deps),
    ...statusLabelRoutes(deps),
    ...retentionRoutes(deps),
    exportRoute(deps),
    ...erasureRoutes(deps),
    ...auditRoutes(deps),
    ...operationRoutes(deps),
  ];
  let made: object | undefined;
  const document = (): object => {
    made ??= openApiDocument(routes, { version: packageJson.version, publicUrl });
    return made;
  };
  return routes;
};

/** The API as an app that answers requests, over a socket or without one. */
export const buildApp = (container: Container, routes: readonly Route[]) => {
  const { config, limiter, metrics, ...deps } = resolveAll(container, {
    config: tokens.config,
    limiter: tokens.requestLimiter,
    metrics: tokens.metrics,
    logger: tokens.logger,
    ledger: tokens.ledger,
    secrets: tokens.secrets,
    origin: tokens.origin,
    attempts: tokens.attempts,
  });
  return httpApp({
    ...deps,
    routes,
    authenticate: resolve(container, tokens.useCases).authenticate,
    readTicket: resolve(container, tokens.useCases).readTicket,
    mayStillOpen: resolve(container, tokens.useCases).mayStillOpen,
    actFor: resolve(container, tokens.useCases).actFor,
    addressOf: addressIn(clientAddressBy(config.trustedProxies)),
    corsOrigins: config.corsOrigins,
    measured: metrics?.request,
    allowance: limiter?.consume,
    windowSeconds: requestRate.seconds,
    deadlineMs: seconds(15),
  });
};

/** The server around the app, with a certificate of its own where one is set. */
export const buildServer = async (
  container: Container,
  app: ReturnType<typeof buildApp>,
): Promise<Server> => {
  const { tls } = resolve(container, tokens.config);
  if (tls === undefined) return httpServer(app, { tls: undefined });
  const [cert, key] = await Promise.all([
    pemIn('TLS_CERT_FILE', tls.certFile),
    pemIn('TLS_KEY_FILE', tls.keyFile),
  ]);
  return httpServer(app, { tls: { cert, key } });
};

const pemIn = async (setting: string, file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new BadConfig(`${setting}: ${file} cannot be read`, { cause: error });
  }
};
