import type { MailQueue } from '#application/ports/mail-queue.ts';
import type { SecretBox } from '#application/ports/secret-box.ts';
import { messageIdOf } from '#domain/notifications/message-id.ts';
import type { Session } from '../session.ts';
import { sealLetter } from './sealed-letter.ts';

export type MailQueueOptions = {
  readonly secretBox: SecretBox;
  /** The host in the Message-IDs. */
  readonly host: string;
};

/** Mails as rows; meant to be used inside the transaction of what they tell of. */
export const mikroOrmMailQueue = (session: Session, { secretBox, host }: MailQueueOptions): MailQueue => ({
  async enqueue(mails, at) {
    if (mails.length === 0) return;
    const moment = session.dialect.toMoment(at);
    const rows = mails.map((mail) => ({
      id: mail.id,
      recipient: mail.to,
      recipient_name: mail.toName,
      kind: mail.letter.kind,
      ticket_id: mail.ticket ?? null,
      message_id: messageIdOf(mail, host),
      sealed_letter: sealLetter(secretBox, mail),
      state: 'queued',
      attempts: 0,
      due_at: moment,
      claim: null,
      last_error: null,
      created_at: moment,
      finished_at: null,
    }));
    await session.later(session.db().insertInto('outbound_mails').values(rows));
    session.afterCommit('mails');
  },
});
