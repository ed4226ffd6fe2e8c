import type { SessionId } from '#domain/shared/ids.ts';

/** Tells this node at once which sessions it has ended, so that their open connections close. */
export interface SessionEndings {
  ended(sessions: readonly SessionId[]): void;
  /** Calls `hear` for sessions that end, until the returned function is called. */
  subscribe(hear: (sessions: readonly SessionId[]) => void): () => void;
}
