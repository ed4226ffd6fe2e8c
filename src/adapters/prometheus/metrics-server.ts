import { createServer, type Server } from 'node:http';
import type { Logger } from '#application/ports/logger.ts';
import type { Metrics } from './metrics.ts';

/** Serves `GET /metrics` on a port of its own, which need not be reachable from outside. */
export const metricsServer = (metrics: Pick<Metrics, 'text' | 'contentType'>, logger: Logger): Server =>
  createServer({ requestTimeout: 10_000 }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      (error: unknown) => {
        logger.warn({ err: error }, 'the metrics could not be read');
        response.writeHead(503).end();
      },
    );
  });
