import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';

/** A Redis that all nodes share. It may be away at any time: nothing waits for it for long. */
export type SharedStore = {
  /** For libraries that speak to Redis themselves: fails at once while it is away, and connects again by itself. */
  readonly client: Redis;
  /** Connects, gives it a moment to answer, and goes on without it. */
  ready(): Promise<void>;
  close(): void;
};

const patienceMs = 1000;

/** Loaded only where nodes share a Redis: it is slow to come. */
const ioredis = (): typeof import('ioredis') => createRequire(import.meta.url)('ioredis');

/** The Redis of a URL; whoever uses it tells of failures. Commands that need none never connect. */
export const sharedStoreAt = (url: string): SharedStore => {
  const { Redis } = ioredis();
  const client = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: patienceMs,
    commandTimeout: 250,
    retryStrategy: (tries) => Math.min(tries * 100, 2000),
  });
  // each command that fails says so itself
  client.on('error', () => {});
  return {
    client,
    ready: async () => {
      const connected = client.connect().catch(() => {});
      await Promise.race([connected, pause(patienceMs, undefined, { ref: false })]);
    },
    close: () => client.disconnect(),
  };
};
