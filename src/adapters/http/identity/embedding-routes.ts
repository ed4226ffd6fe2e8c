import type { Route } from '../route.ts';
import { type ExternalIdentityRoutesDeps, externalIdentityRoutes } from './external-identity-routes.ts';
import { type IssuerRoutesDeps, issuerRoutes } from './issuer-routes.ts';
import { type ServiceAccountRoutesDeps, serviceAccountRoutes } from './service-account-routes.ts';
import { type ServiceTokenRoutesDeps, serviceTokenRoutes } from './service-token-routes.ts';

export type EmbeddingRoutesDeps = IssuerRoutesDeps &
  ExternalIdentityRoutesDeps &
  ServiceAccountRoutesDeps &
  ServiceTokenRoutesDeps;

/** How the host product's own people and programs are let in. */
export const embeddingRoutes = (deps: EmbeddingRoutesDeps): readonly Route[] => [
  ...issuerRoutes(deps),
  ...externalIdentityRoutes(deps),
  ...serviceAccountRoutes(deps),
  ...serviceTokenRoutes(deps),
];
