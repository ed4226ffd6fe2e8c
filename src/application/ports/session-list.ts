import type { SessionId, UserId } from '#domain/shared/ids.ts';
import type { Session } from './session-store.ts';

export type SessionPage = { readonly items: readonly Session[]; readonly next: string | undefined };

/** Read side of one's own sign-ins: those that still stand, newest first, and no access tokens. */
export interface SessionList {
  page(
    user: UserId,
    wanted: { readonly at: Date; readonly after: string | undefined; readonly limit: number },
  ): Promise<SessionPage>;
  find(user: UserId, id: SessionId, at: Date): Promise<Session | undefined>;
}
