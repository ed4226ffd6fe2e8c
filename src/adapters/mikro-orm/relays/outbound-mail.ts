import { sql } from 'kysely';
import type { IdSource } from '#application/ports/id-source.ts';
import type { ClaimedMail, OutboundMail } from '#application/ports/outbound-mail.ts';
import { SealBroken, type SecretBox } from '#application/ports/secret-box.ts';
import { type EmailAddress, parseEmailAddress } from '#domain/identity/email-address.ts';
import { after } from '#domain/shared/duration.ts';
import { TicketId } from '#domain/shared/ids.ts';
import { CorruptRow } from '../corrupt-row.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';
import { openLetter } from './sealed-letter.ts';

export type OutboundMailOptions = { readonly secretBox: SecretBox; readonly ids: IdSource };

type MailRow = RowOf<'outbound_mails'>;

const longestReason = 500;

/**
 * The mail queue as the senders see it. A claimed mail stays queued and falls due again when its lease ends, so a
 * sender that died needs nobody to clean up after it; the claim's name keeps it from writing an outcome later.
 */
export const mikroOrmOutboundMail = (
  session: Session,
  { secretBox, ids }: OutboundMailOptions,
): OutboundMail => {
  const moment = (at: Date) => session.dialect.toMoment(at);

  /** Writes what became of a claimed mail, if the claim still holds. */
  const settle = async ({ id, claim }: ClaimedMail, outcome: Partial<Omit<MailRow, 'id'>>): Promise<void> => {
    await session.read((db) =>
      db
        .updateTable('outbound_mails')
        .set({ ...outcome, claim: null })
        .where('id', '=', id)
        .where('claim', '=', claim)
        .execute(),
    );
  };

  return {
    async claim(limit, at, leaseMs) {
      const claim = ids.next();
      const rows = await session.transaction(async () => {
        const due = await dueMails(session, limit, at);
        if (due.length > 0) {
          await session
            .db()
            .updateTable('outbound_mails')
            .set((is) => ({ claim, due_at: moment(after(at, leaseMs)), attempts: is('attempts', '+', 1) }))
            .where(
              'id',
              'in',
              due.map(({ id }) => id),
            )
            .execute();
        }
        return due;
      });
      const claimed: ClaimedMail[] = [];
      for (const row of rows) {
        try {
          claimed.push(toClaimed(session, secretBox, row, claim));
        } catch (error) {
          if (!(error instanceof SealBroken || error instanceof CorruptRow)) throw error;
          await setAside(session, row.id, error.message, moment(at));
        }
      }
      return claimed;
    },

    sent: (mail, at) =>
      settle(mail, { state: 'sent', sealed_letter: null, last_error: null, finished_at: moment(at) }),

    retry: (mail, reason, dueAt) =>
      settle(mail, { last_error: reason.slice(0, longestReason), due_at: moment(dueAt) }),

    dead: (mail, reason, at) =>
      settle(mail, {
        state: 'dead',
        sealed_letter: null,
        last_error: reason.slice(0, longestReason),
        finished_at: moment(at),
      }),

    async release(mails) {
      for (const { id, claim, attempts } of mails) {
        await session.read((db) =>
          db
            .updateTable('outbound_mails')
            .set((is) => ({ claim: null, attempts, due_at: is.ref('created_at') }))
            .where('id', '=', id)
            .where('claim', '=', claim)
            .execute(),
        );
      }
    },
  };
};

/** Rows that another sender looks at are passed over; the index is in this order, so no other row is locked. */
const dueMails = (session: Session, limit: number, at: Date): Promise<readonly MailRow[]> => {
  const query = session
    .db()
    .selectFrom('outbound_mails')
    // another plan would lock every row that is due, and other senders find none
    .modifyFront(sql`/*+ index(outbound_mails ix_outbound_mails_due) */`)
    .selectAll()
    .where('state', '=', 'queued')
    .where('due_at', '<=', session.dialect.toMoment(at))
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit);
  return (session.dialect.locksRows ? query.forUpdate().skipLocked() : query).execute();
};

const toClaimed = ({ dialect }: Session, box: SecretBox, row: MailRow, claim: string): ClaimedMail => ({
  id: row.id,
  to: addressIn(row),
  toName: row.recipient_name,
  letter: openLetter(box, row.id, row.sealed_letter ?? ''),
  ticket: row.ticket_id === null ? undefined : TicketId(row.ticket_id),
  messageId: row.message_id,
  queuedAt: dialect.fromMoment(row.created_at),
  attempts: row.attempts,
  claim,
});

const addressIn = ({ id, recipient }: MailRow): EmailAddress => {
  const address = parseEmailAddress(recipient);
  if (address === undefined) throw new CorruptRow('outbound_mails', id, 'the recipient is no address');
  return address;
};

/** A mail that cannot be read must not stop the others. It keeps its seal, in case the right key comes back. */
const setAside = async (
  session: Session,
  id: string,
  reason: string,
  at: MailRow['due_at'],
): Promise<void> => {
  await session.read((db) =>
    db
      .updateTable('outbound_mails')
      .set({ state: 'dead', claim: null, last_error: reason, finished_at: at })
      .where('id', '=', id)
      .execute(),
  );
};
