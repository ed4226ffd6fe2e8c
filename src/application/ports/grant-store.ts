import type { UserId } from '#domain/shared/ids.ts';

/** What has to be known of everybody's grants at once, inside one transaction. */
export interface GrantStore {
  /**
   * Everybody active who is an admin of the whole installation, held until the transaction ends: whoever else wants to
   * take an admin away waits, and then counts without those who went.
   */
  holdAdmins(): Promise<readonly UserId[]>;
}
