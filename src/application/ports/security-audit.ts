import type { AuditAction, AuditSubject } from '#domain/audit/actions.ts';
import type { UserId } from '#domain/shared/ids.ts';

/**
 * One security or admin action. `before` and `after` are plain JSON, small, and never hold a secret, a token or what
 * somebody wrote.
 */
export type AuditEntry = {
  readonly action: AuditAction;
  /** Who did it; nobody for what Hexdesk did itself, or what nobody proved to be. */
  readonly actor: UserId | undefined;
  /** For whom, when the actor acted in somebody's name. */
  readonly onBehalfOf?: UserId;
  readonly subject?: AuditSubject;
  readonly before?: unknown;
  readonly after?: unknown;
};

/** How many entries of one action strangers can cause in an hour: about one subject, or about none, and in all. */
export const mostPerHour = { perSubject: 50, inAll: 2000 } as const;

/** The append-only record of security and admin actions, inside one transaction. */
export interface SecurityAudit {
  /** Adds an entry with the effect it tells of, or not at all; address and request id are those of the running request. */
  append(entry: AuditEntry): Promise<void>;
  /** The same for what strangers can cause: leaves the entry out once there are {@link mostPerHour}. */
  appendBounded(entry: AuditEntry): Promise<void>;
}
