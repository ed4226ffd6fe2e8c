import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { User } from '#domain/identity/user.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { Change } from '#domain/tickets/change.ts';

/** Many tickets at once from elsewhere, inside one transaction. */
export interface TicketImports {
  /**
   * Which of these names from elsewhere are taken, and by which tickets. Where rows cannot be locked, whoever else
   * wants to write waits from here on.
   */
  known(externalIds: readonly string[]): Promise<ReadonlyMap<string, TicketId>>;
  /** Those of these addresses who are known. */
  people(emails: readonly EmailAddress[]): Promise<readonly User[]>;
  /** @throws {StaleWrite} when somebody has one of the addresses by now. */
  addPeople(users: readonly User[]): Promise<void>;
  /**
   * Stores new tickets, numbered as they come, with their facts and messages; all these facts count as imported.
   * @throws {StaleWrite} when a ticket has one of their names from elsewhere by now.
   */
  add(changes: readonly Change[]): Promise<void>;
}
