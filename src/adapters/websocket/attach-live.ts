import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { Authenticated } from '#application/identity/authenticate.ts';
import { type SessionWatchDeps, watchSessions } from '#application/live/watch-sessions.ts';
import type { IdSource } from '#application/ports/id-source.ts';
import { seconds } from '#domain/shared/duration.ts';
import { type AdmissionDeps, admission } from './admission.ts';
import { type Connection, type ConnectionDeps, openConnection } from './connection.ts';
import { framedFacts } from './framed-facts.ts';
import { type LiveLimits, liveLimits } from './live-limits.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { problemOf } from './refused.ts';

export type LiveDeps = Omit<ConnectionDeps & AdmissionDeps, 'limits' | 'framedFacts' | 'watch'> &
  SessionWatchDeps & {
    readonly ids: IdSource;
    /** Where the usual {@link liveLimits} do not fit. */
    readonly limits?: Partial<LiveLimits>;
  };

/** The live connections of a node. */
export type Live = {
  /** How many there are. */
  count(): number;
  /** Refuses new ones and closes all, spread over a moment, so that they do not all come back at once. */
  close(): Promise<void>;
};

type Upgrade = { readonly request: IncomingMessage; readonly stream: Duplex; readonly head: Buffer };

/** The subprotocol for clients that must name one. */
const subprotocol = 'hexdesk.v1';

/** Speaks WebSocket on a server's `GET /v1/live`; what else wants to be upgraded is refused. */
export const attachLive = (server: Server, given: LiveDeps): Live => {
  const limits = { ...liveLimits, ...given.limits };
  const watch = watchSessions(given);
  const deps = { ...given, limits, watch, framedFacts: framedFacts(given.cursors) };
  const admit = admission(deps);
  const connections = new Set<Connection>();
  let isClosing = false;

  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.largestFrameBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });

  // a handshake that is none is refused like everything else
  sockets.on('wsClientError', ({ message }, stream, request) =>
    refuseUpgrade(
      stream,
      { code: 'malformed-request', detail: `${message}.` },
      requestIdOf(request) ?? given.ids.next(),
    ),
  );

  const enter = ({ request, stream, head }: Upgrade, requestId: string, who: Authenticated): void =>
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const connection = openConnection(deps, { id: given.ids.next(), requestId, socket, stream, who });
      connections.add(connection);
      socket.on('close', () => connections.delete(connection));
    });

  const upgrade = async (asked: Upgrade): Promise<void> => {
    const { request, stream } = asked;
    const requestId = requestIdOf(request) ?? given.ids.next();
    // a reset while somebody is being looked up would otherwise end the process
    const giveUp = (): void => void stream.destroy();
    stream.on('error', giveUp);
    const tooLong = setTimeout(giveUp, limits.admissionMs);
    try {
      const admitted = isClosing ? stopping : await admit(request);
      if ('problem' in admitted) return refuseUpgrade(stream, admitted.problem, requestId);
      stream.once('close', admitted.leave);
      if (stream.destroyed) return admitted.leave();
      if (isClosing) return refuseUpgrade(stream, stopping.problem, requestId);
      stream.off('error', giveUp);
      enter(asked, requestId, admitted.who);
    } catch (error) {
      refuseUpgrade(stream, problemOf(error, given.logger, { requestId }), requestId);
    } finally {
      clearTimeout(tooLong);
    }
  };
  server.on('upgrade', (request, stream, head) => void upgrade({ request, stream, head }));

  const ticking = setInterval(() => {
    const now = given.clock.now().getTime();
    given.presence.sweep();
    for (const connection of connections) connection.tick(now);
  }, limits.tickMs);
  ticking.unref();

  return {
    count: () => connections.size,
    async close() {
      isClosing = true;
      clearInterval(ticking);
      await Promise.all([watch.stop(), sendAway([...connections], connections, limits.goodbyeMs)]);
    },
  };
};

const stopping = { problem: { code: 'unavailable', retryAfterSeconds: 1 } } as const;

/** Each is closed at a moment of its own; whoever is not gone a while after the last of them is cut off. */
const sendAway = async (
  all: readonly Connection[],
  left: ReadonlySet<Connection>,
  withinMs: number,
): Promise<void> => {
  const goneWithin = async (milliseconds: number): Promise<void> => {
    const deadline = performance.now() + milliseconds;
    while (left.size > 0 && performance.now() < deadline) await pause(10);
  };
  const leave = async (connection: Connection, index: number): Promise<void> => {
    await pause((withinMs / 2) * ((index + Math.random()) / all.length));
    await connection.leave('restarting');
  };
  void Promise.all(all.map(leave));
  await goneWithin(withinMs);
  for (const connection of left) connection.terminate();
  await goneWithin(seconds(1));
};

/** The client's own request id, if it is sane. */
const requestIdOf = ({ headers }: IncomingMessage): string | undefined => {
  const id = headers['x-request-id'];
  return typeof id === 'string' && /^[\w=-]{1,64}$/.test(id) ? id : undefined;
};
