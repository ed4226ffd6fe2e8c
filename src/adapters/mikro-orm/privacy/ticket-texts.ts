import type { ExpressionBuilder } from 'kysely';
import { noValues } from '#domain/fields/field-value.ts';
import type { TicketLetterKind } from '#domain/notifications/letter.ts';
import type { Erasure } from '#domain/privacy/erasure.ts';
import type { TicketId, UserId } from '#domain/shared/ids.ts';
import type { GoneTexts } from '#domain/tickets/erase-person.ts';
import { erasedText } from '#domain/tickets/erased-text.ts';
import type { FactType } from '#domain/tickets/facts.ts';
import type { Absorption } from '#domain/tickets/ticket.ts';
import type { Session } from '../session.ts';
import type { Tables } from '../tables/tables.ts';
import { placesOfMessagesFrom } from '../tickets/moved-messages.ts';
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
    .select(['requester_id', 'absorbed'])
    .where('id', '=', ticket)
    .executeTakeFirst();
  const isRaiser = row?.requester_id === user;
  const every = texts === 'all' && isRaiser;
  const sources = texts === 'all' ? await raisedAmong(session, user, row?.absorbed ?? '[]') : [];
  const brought = await placesOfMessagesFrom(session, ticket, sources);
  const theirs = ({ eb, or }: ExpressionBuilder<Tables, 'messages'>) =>
    or([eb('author_id', '=', user), ...(brought.length === 0 ? [] : [eb('seq', 'in', brought)])]);
  const emptied = async (kind: 'public' | 'internal'): Promise<boolean> => {
    const { numUpdatedRows } = await session
      .db()
      .updateTable('messages')
      .set({ body: erasedText })
      .where('ticket_id', '=', ticket)
      .where('kind', '=', kind)
      .where('body', '<>', erasedText)
      .$if(!every, (query) => query.where(theirs))
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

/** Those of the tickets that went into another which the person raised: all that came from there goes. */
const raisedAmong = async (session: Session, user: UserId, absorbed: string): Promise<readonly string[]> => {
  const sources = (JSON.parse(absorbed) as readonly Absorption[]).map(({ source }) => source);
  if (sources.length === 0) return [];
  const rows = await session
    .db()
    .selectFrom('tickets')
    .select('id')
    .where('id', 'in', sources)
    .where('requester_id', '=', user)
    .execute();
  return rows.map(({ id }) => id);
};

/** Letters that wait quote messages: whoever they were for finds what is left in the ticket. */
export const dropQuotingMails = async (session: Session, ticket: TicketId): Promise<void> => {
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
