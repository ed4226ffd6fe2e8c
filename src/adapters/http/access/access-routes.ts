import type { Route } from '../route.ts';
import { explainRoute } from './explain-route.ts';
import { grantRoutes } from './grant-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { organisationRoutes } from './organisation-routes.ts';
import { roleRoutes } from './role-routes.ts';

export type AccessRoutesDeps = Parameters<typeof roleRoutes>[0] &
  Parameters<typeof grantRoutes>[0] &
  Parameters<typeof organisationRoutes>[0] &
  Parameters<typeof memberRoutes>[0] &
  Parameters<typeof explainRoute>[0];

/** Everything about who may do what. */
export const accessRoutes = (deps: AccessRoutesDeps): readonly Route[] => [
  ...roleRoutes(deps),
  ...grantRoutes(deps),
  ...organisationRoutes(deps),
  ...memberRoutes(deps),
  explainRoute(deps),
];
