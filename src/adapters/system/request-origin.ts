import { AsyncLocalStorage } from 'node:async_hooks';
import type { Origin, RequestOrigin } from '#application/ports/request-origin.ts';

/** The origin of a request, carried along with everything that it sets going. */
export const ambientRequestOrigin = (): RequestOrigin => {
  const running = new AsyncLocalStorage<Origin>();
  return {
    current: () => running.getStore(),
    within: (origin, work) => running.run(origin, work),
  };
};
