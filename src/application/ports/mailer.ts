import type { ClaimedMail } from './outbound-mail.ts';

/** Hands one mail to the next mail server (or keeps it where a person can read it). */
export interface Mailer {
  /** @throws {MailRefused} when trying again is pointless; anything else may be tried again. */
  send(mail: ClaimedMail): Promise<void>;
  close(): Promise<void>;
}

/** The mail server will never take this mail. */
export class MailRefused extends Error {
  readonly code = 'mail-refused';
}
