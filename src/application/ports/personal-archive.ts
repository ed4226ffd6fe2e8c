import type { TicketId, UserId } from '#domain/shared/ids.ts';
import type { ReadMarker } from './read-markers.ts';
import type { Session } from './session-store.ts';

/** Finding everything that is somebody's, a page at a time. */
export interface PersonalArchive {
  /** At most `limit` of their sign-ins after the one of this id, ended ones included, by id. */
  sessions(
    user: UserId,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly Session[]>;
  /** At most `limit` of their read markers after that of the ticket of this id, by ticket. */
  readMarkers(
    user: UserId,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly ReadMarker[]>;
  /**
   * Looks through the next `limit` tickets after `after`: those they raised, take part in or wrote in, and the last one
   * looked at; `undefined` once there are no more.
   */
  scan(
    user: UserId,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly found: readonly TicketId[]; readonly last: string } | undefined>;
}
