import type { CompiledQuery, Kysely } from 'kysely';
import type { TicketRef } from '#application/ports/stored-ticket.ts';
import type { Audience } from '#domain/access/visibility.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import { statement, statementsByShape } from '../statement.ts';
import type { Flag, Moment } from '../tables/columns.ts';
import type { RowOf, Tables } from '../tables/tables.ts';

export type ById = { readonly id: TicketId };
export type ByNumber = { readonly number: number };

/**
 * Finds the ticket somebody named, and locks it for the rest of the transaction if that is wanted: `waiting` for whoever
 * has locked it, or `skipping` it then.
 */
export const ticketNamed = ({ lock }: { readonly lock: 'none' | 'waiting' | 'skipping' }) => {
  const all = (db: Kysely<Tables>) => {
    const query = db.selectFrom('tickets').selectAll();
    if (lock === 'none') return query;
    return lock === 'waiting' ? query.forUpdate() : query.forUpdate().skipLocked();
  };
  const byId = statement<ById, RowOf<'tickets'>>((db, slot) => all(db).where('id', '=', slot('id')));
  const byNumber = statement<ByNumber, RowOf<'tickets'>>((db, slot) =>
    all(db).where('number', '=', slot('number')),
  );
  return (db: Kysely<Tables>, ref: TicketRef): CompiledQuery<RowOf<'tickets'>> =>
    'id' in ref ? byId(db, ref) : byNumber(db, ref);
};

type Counted = { readonly count: number };

/** Finds the last messages of a ticket as one side reads them, the newest first. */
export const latestMessages = () => {
  const byId = statementsByShape<ById & Counted, MessageRow>(2);
  const byNumber = statementsByShape<ByNumber & Counted, MessageRow>(2);
  const latest = (db: Kysely<Tables>, ticket: TicketColumn, audience: Audience, count: number) =>
    messagesOf(db, ticket, audience).orderBy(seqOf(audience), 'desc').limit(count);

  return (
    db: Kysely<Tables>,
    ref: TicketRef,
    audience: Audience,
    count: number,
  ): CompiledQuery<MessageRow> =>
    'id' in ref
      ? byId(audience, (db, slot) => latest(db, slot('id'), audience, slot('count')))(db, { ...ref, count })
      : byNumber(audience, (db, slot) => latest(db, idOf(db, slot('number')), audience, slot('count')))(db, {
          ...ref,
          count,
        });
};

/** What counts the messages of a ticket for one side. */
export const seqOf = (audience: Audience) => (audience === 'staff' ? 'messages.seq' : 'messages.public_seq');

const idOf = (db: Kysely<Tables>, number: number) =>
  db.selectFrom('tickets').select('tickets.id').where('tickets.number', '=', number);

type TicketColumn = TicketId | ReturnType<typeof idOf>;

/** The messages of a ticket that one side reads, with their authors: a customer's query runs over `public_seq`, which no note has. */
export const messagesOf = (db: Kysely<Tables>, ticket: TicketColumn, audience: Audience) => {
  const query = db
    .selectFrom('messages')
    .leftJoin('users', 'users.id', 'messages.author_id')
    .select([
      'messages.id',
      'messages.ticket_id',
      'messages.seq',
      'messages.public_seq',
      'messages.kind',
      'messages.author_id',
      'messages.automatic',
      'messages.body',
      'messages.created_at',
      'users.first_name as author_first_name',
      'users.last_name as author_last_name',
    ])
    .where('messages.ticket_id', '=', ticket);
  return audience === 'staff' ? query : query.where('messages.public_seq', 'is not', null);
};

/** A message with its author's name. */
export type MessageRow = {
  readonly id: string;
  readonly ticket_id: string;
  readonly seq: number;
  readonly public_seq: number | null;
  readonly kind: string;
  readonly author_id: string | null;
  readonly automatic: Flag;
  readonly body: string;
  readonly created_at: Moment;
  readonly author_first_name: string | null;
  readonly author_last_name: string | null;
};
