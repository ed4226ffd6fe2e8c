import type { User } from '#domain/identity/user.ts';
import type { OrganisationId, QueueId } from '#domain/shared/ids.ts';
import type { UserPage } from './user-list.ts';

/** Read side of who was granted more than customers are. */
export interface GrantHolders {
  /**
   * Active users with such a grant everywhere, in the queue or in the organisation, and these others if they are active;
   * at most `limit`, oldest account first. Without a queue and an organisation: with such a grant anywhere.
   */
  among(wanted: {
    readonly queue: QueueId | undefined;
    readonly organisation: OrganisationId | undefined;
    readonly others: readonly string[];
    readonly limit: number;
  }): Promise<readonly User[]>;
  /** Everybody with such a grant within this very queue, oldest account first, a page at a time. */
  inQueue(wanted: {
    readonly queue: QueueId;
    readonly after: string | undefined;
    readonly limit: number;
  }): Promise<UserPage>;
}
