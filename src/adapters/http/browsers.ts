import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

/** Lets pages of these origins, and of no others, call the API and read what it says. */
export const crossOrigin = (origins: readonly string[]): MiddlewareHandler => {
  const answering = cors({
    origin: [...origins],
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
      'WWW-Authenticate',
    ],
    maxAge: 600,
  });
  return (context, next) =>
    context.req.header('origin') === undefined && context.req.method !== 'OPTIONS'
      ? next()
      : answering(context, next);
};
