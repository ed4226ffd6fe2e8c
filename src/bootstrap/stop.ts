import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '#adapters/mikro-orm/database.ts';
import type { SharedStore } from '#adapters/redis/shared-store.ts';
import type { Live } from '#adapters/websocket/attach-live.ts';
import type { Mailer } from '#application/ports/mailer.ts';
import type { RunningRelay } from '#application/relays/relay-runner.ts';
import { seconds } from '#domain/shared/duration.ts';

type Running = {
  readonly server: Server;
  /** What is scraped, until the very end. */
  readonly metricsListener: Server | undefined;
  readonly live: Live;
  readonly relays: readonly RunningRelay[];
  readonly mailer: Mailer;
  readonly sharedStore: SharedStore | undefined;
  readonly database: Database;
};

/** How long requests that run may still take. */
const drain = seconds(5);

/** Stops from the outside inwards: no new requests, then the sockets, the relays, the mails, the database. */
export const stopInOrder = async ({
  server,
  metricsListener,
  live,
  relays,
  mailer,
  sharedStore,
  database,
}: Running): Promise<void> => {
  // a live connection is a request that never ends: the server closes only without them
  await Promise.all([drained(server), live.close()]);
  await Promise.all(relays.map((relay) => relay.stop()));
  await mailer.close();
  metricsListener?.close();
  metricsListener?.closeAllConnections();
  sharedStore?.close();
  await database.orm.close();
};

const drained = async (server: Server): Promise<void> => {
  const closed = new Promise<void>((resolved) => server.close(() => resolved()));
  const late = new AbortController();
  const timeUp = pause(drain, undefined, { signal: late.signal, ref: false }).then(
    () => server.closeAllConnections(),
    () => undefined,
  );
  await Promise.race([closed, timeUp]);
  late.abort();
  await closed;
};
