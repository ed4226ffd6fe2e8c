import type { Route } from '../route.ts';
import { accessTokenRoutes } from './access-token-routes.ts';
import { type EmbeddingRoutesDeps, embeddingRoutes } from './embedding-routes.ts';
import { keyRoute } from './key-route.ts';
import { liveTicketRoute } from './live-ticket-route.ts';
import { meRoutes } from './me-routes.ts';
import { myPasswordRoute } from './my-password-route.ts';
import { mySessionRoutes } from './my-session-routes.ts';
import { passwordRoutes } from './password-routes.ts';
import { preferenceRoutes } from './preference-routes.ts';
import { registrationRoutes } from './registration-routes.ts';
import { secondFactorRoutes } from './second-factor-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { standingRoutes } from './standing-routes.ts';
import { userRoutes } from './user-routes.ts';

export type IdentityRoutesDeps = Parameters<typeof registrationRoutes>[0] &
  Parameters<typeof sessionRoutes>[0] &
  Parameters<typeof passwordRoutes>[0] &
  Parameters<typeof meRoutes>[0] &
  Parameters<typeof preferenceRoutes>[0] &
  Parameters<typeof mySessionRoutes>[0] &
  Parameters<typeof secondFactorRoutes>[0] &
  Parameters<typeof accessTokenRoutes>[0] &
  Parameters<typeof myPasswordRoute>[0] &
  Parameters<typeof userRoutes>[0] &
  Parameters<typeof standingRoutes>[0] &
  EmbeddingRoutesDeps &
  Parameters<typeof liveTicketRoute>[0] &
  Parameters<typeof keyRoute>[0];

/** Everything about people and their sign-ins. */
export const identityRoutes = (deps: IdentityRoutesDeps): readonly Route[] => [
  ...registrationRoutes(deps),
  ...sessionRoutes(deps),
  ...passwordRoutes(deps),
  ...meRoutes(deps),
  ...preferenceRoutes(deps),
  ...mySessionRoutes(deps),
  ...secondFactorRoutes(deps),
  ...accessTokenRoutes(deps),
  myPasswordRoute(deps),
  ...userRoutes(deps),
  ...standingRoutes(deps),
  ...embeddingRoutes(deps),
  liveTicketRoute(deps),
  keyRoute(deps),
];
