import type { SendMailOptions } from 'nodemailer';
import { MailRefused } from '#application/ports/mailer.ts';
import type { ClaimedMail } from '#application/ports/outbound-mail.ts';
import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { hostOf, threadRootOf } from '#domain/notifications/message-id.ts';
import { callable } from './letters/one-line.ts';
import { type RenderedLetter, renderLetter } from './letters/render-letter.ts';
import { type Mailbox, senderName } from './mailbox.ts';

/** How an installation writes. */
export type Sender = {
  readonly from: Mailbox;
  /** Where answers go, when not to `from`. */
  readonly replyTo: Mailbox | undefined;
  /** Where the page is that takes the tokens of letters. */
  readonly appUrl: string;
};

export type ComposedMail = { readonly letter: RenderedLetter; readonly options: SendMailOptions };

/** Makes the mail to be sent. @throws {MailRefused} when the recipient's address is none. */
export const composeMail = (mail: ClaimedMail, { from, replyTo, appUrl }: Sender): ComposedMail => {
  // nodemailer would make another address out of one with a comma or a line break in it
  if (parseEmailAddress(mail.to) !== mail.to) throw new MailRefused('the address is not one');
  const letter = renderLetter(mail.letter, { sender: senderName(from), appUrl });
  const options: SendMailOptions = {
    from: { ...from },
    to: { name: callable(mail.toName) ?? '', address: mail.to },
    envelope: { from: from.address, to: [mail.to] },
    messageId: mail.messageId,
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    headers: {
      'Auto-Submitted': mail.letter.kind === 'ticket-acknowledged' ? 'auto-replied' : 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(mail.ticket === undefined ? {} : { 'List-Id': `<tickets.${hostOf(mail.messageId)}>` }),
    },
    ...(replyTo === undefined ? {} : { replyTo: { ...replyTo } }),
    ...(mail.ticket === undefined ? {} : threading(threadRootOf(mail.ticket, mail.messageId))),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  return { letter, options };
};

const threading = (root: string): SendMailOptions => ({ inReplyTo: root, references: [root] });
