import { seconds } from '#domain/shared/duration.ts';
import type { SessionId } from '#domain/shared/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { Principal, Principals } from '../ports/principals.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import type { Timer } from '../ports/timer.ts';

/** An open connection, as far as it depends on a session. */
export type Attached = {
  readonly session: SessionId;
  /** The person as they are now: their rights may be others than before. */
  changed(principal: Principal): void;
  /** The session is over. */
  ended(): void;
};

/** Tells open connections what becomes of their sessions: at once what this node ends, soon what others do. */
export type SessionWatch = {
  /** Watches a connection, until the returned function is called. */
  add(connection: Attached): () => void;
  stop(): Promise<void>;
};

/** How often sessions are looked at; most looks are answered from memory. */
export const lookEveryMs = seconds(1);
/** Sessions looked up at once. */
const atOnce = 16;

export type SessionWatchDeps = {
  readonly principals: Principals;
  readonly sessionEndings: SessionEndings;
  readonly timer: Timer;
  readonly logger: Logger;
};

export const watchSessions = ({
  principals,
  sessionEndings,
  timer,
  logger,
}: SessionWatchDeps): SessionWatch => {
  const watched = new Map<SessionId, Set<Attached>>();
  const stopping = new AbortController();
  let isInTrouble = false;

  const end = (session: SessionId): void => {
    for (const connection of watched.get(session) ?? []) connection.ended();
  };
  const unsubscribe = sessionEndings.subscribe((sessions) => sessions.forEach(end));

  const look = async (session: SessionId): Promise<void> => {
    const principal = await principals.ofSession(session);
    if (principal === undefined) return end(session);
    for (const connection of watched.get(session) ?? []) connection.changed(principal);
  };
  /** While the database is away nobody can be judged; nothing new can be told by then either. */
  const round = async (): Promise<void> => {
    const sessions = [...watched.keys()];
    try {
      for (let next = 0; next < sessions.length && !stopping.signal.aborted; next += atOnce)
        await Promise.all(sessions.slice(next, next + atOnce).map(look));
      isInTrouble = false;
    } catch (error) {
      if (!isInTrouble) logger.warn({ err: error }, 'sessions of live connections cannot be looked at');
      isInTrouble = true;
    }
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await timer.wait(lookEveryMs, stopping.signal);
      await round();
    }
  };
  const running = loop();

  return {
    add(connection) {
      const those = watched.get(connection.session) ?? new Set();
      watched.set(connection.session, those.add(connection));
      return () => {
        those.delete(connection);
        if (those.size === 0 && watched.get(connection.session) === those) watched.delete(connection.session);
      };
    },
    async stop() {
      unsubscribe();
      stopping.abort();
      await running;
    },
  };
};
