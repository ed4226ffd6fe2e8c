import type { ClaimedMail } from './outbound-mail.ts';

/** Hands one mail to the next mail server (or keeps it where a person can read it). */
export interface Mailer {
  /**
   * @throws {MailRefused} when trying again is pointless.
   * @throws {MailerUnavailable} when other mails would fare no better now; this and anything else may be tried again.
   */
  send(mail: ClaimedMail): Promise<void>;
  close(): Promise<void>;
}

/** The mail server will never take this mail. */
export class MailRefused extends Error {
  readonly code = 'mail-refused';
}

/** The mail server cannot be reached, or takes no mail at all for now. */
export class MailerUnavailable extends Error {
  readonly code = 'mailer-unavailable';
}
