import { noValues } from '#domain/fields/field-value.ts';
import type { TicketLetterKind } from '#domain/notifications/letter.ts';
import type { Erasure } from '#domain/privacy/erasure.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { GoneTexts } from '#domain/tickets/erase-person.ts';
import { erasedText } from '#domain/tickets/erased-text.ts';
import type { FactType } from '#domain/tickets/facts.ts';
import type { Session } from '../session.ts';
import { forgetAnswersNaming } from './kept-answers.ts';

/** Empties a person's texts in a ticket; the ticket's own row follows when the fact of it is stored. */
export const eraseTextsIn = async (
  session: Session,
  ticket: TicketId,
  { user, texts }: Erasure,
): Promise<GoneTexts> => {
  const row = await session
    .db()
    .selectFrom('tickets')
    .select('requester_id')
    .where('id', '=', ticket)
    .executeTakeFirst();
  const isRaiser = row?.requester_id === user;
  const every = texts === 'all' && isRaiser;
  const emptied = async (kind: 'public' | 'internal'): Promise<boolean> => {
    const { numUpdatedRows } = await session
      .db()
      .updateTable('messages')
      .set({ body: erasedText })
      .where('ticket_id', '=', ticket)
      .where('kind', '=', kind)
      .where('body', '<>', erasedText)
      .$if(!every, (query) => query.where('author_id', '=', user))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  };
  const saidPublicly = await emptied('public');
  const noted = await emptied('internal');
  if (saidPublicly || noted) await dropQuotingMails(session, ticket);
  // what others wrote here is in answers that need not name the person
  if (every && (saidPublicly || noted)) await forgetAnswersNaming(session, ticket);
  const titled = isRaiser && (await eraseSubjects(session, ticket));
  return { public: saidPublicly || titled, internal: noted };
};

/** Letters that wait quote messages: whoever they were for finds what is left in the ticket. */
const dropQuotingMails = async (session: Session, ticket: TicketId): Promise<void> => {
  await session
    .db()
    .deleteFrom('outbound_mails')
    .where('ticket_id', '=', ticket)
    .where('state', '=', 'queued')
    .where('kind', 'in', quoting)
    .execute();
};

const quoting: readonly TicketLetterKind[] = ['ticket-replied', 'note-written'];

/** The subject and what custom fields say, in every fact that tells of them. */
export const eraseSubjects = async (session: Session, ticket: TicketId): Promise<boolean> => {
  const rows = await session
    .db()
    .selectFrom('facts')
    .select(['seq', 'type', 'data'])
    .where('ticket_id', '=', ticket)
    .where('type', 'in', tellingTypes)
    .execute();
  let changed = false;
  for (const { seq, type, data } of rows) {
    const told = JSON.parse(data) as Record<string, unknown>;
    const without = JSON.stringify({ ...told, ...whatIsLeft(type) });
    if (without === data) continue;
    changed = true;
    await session
      .db()
      .updateTable('facts')
      .set({ data: without })
      .where('ticket_id', '=', ticket)
      .where('seq', '=', seq)
      .execute();
  }
  return changed;
};

const tellingTypes: readonly FactType[] = [
  'ticket-opened',
  'subject-changed',
  'fields-changed',
  'staff-fields-changed',
];

const whatIsLeft = (type: string) => {
  if (type === 'ticket-opened') return { subject: erasedText, fields: undefined, staffFields: undefined };
  return type === 'subject-changed'
    ? { before: erasedText, after: erasedText }
    : { before: noValues, after: noValues };
};

/** Empties every message of a ticket. */
export const emptyMessages = async (session: Session, ticket: TicketId): Promise<void> => {
  await session
    .db()
    .updateTable('messages')
    .set({ body: erasedText })
    .where('ticket_id', '=', ticket)
    .execute();
};
