import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { Letter } from '#domain/notifications/letter.ts';
import type { TicketId } from '#domain/shared/ids.ts';

/** A letter on its way to one person. */
export type QueuedMail = {
  readonly id: string;
  readonly to: EmailAddress;
  readonly toName: string;
  readonly letter: Letter;
  /** The ticket whose thread the mail belongs to. */
  readonly ticket: TicketId | undefined;
};

/** Where letters wait to be sent, inside one transaction. They are kept sealed, and forgotten once sent. */
export interface MailQueue {
  enqueue(mails: readonly QueuedMail[], at: Date): Promise<void>;
}
