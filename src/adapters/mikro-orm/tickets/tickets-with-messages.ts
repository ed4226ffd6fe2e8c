import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { StoredTicket, TicketRef } from '#application/ports/stored-ticket.ts';
import type { TicketReader } from '#application/ports/ticket-reader.ts';
import type { MessageRecord } from '#application/ports/ticket-thread.ts';
import { recent } from '../recent.ts';
import type { Session } from '../session.ts';
import { statement } from '../statement.ts';
import type { Tables } from '../tables/tables.ts';
import { inOrder } from './message-rows.ts';
import { toStored } from './ticket-mapping.ts';
import { type ById, type ByNumber, latestMessages } from './ticket-statements.ts';

type Found = {
  readonly stored: StoredTicket;
  readonly messages: readonly MessageRecord[];
  /** How often anybody had been given another name. */
  readonly names: number;
};

/** Characters; a message takes some hundreds beside its text. */
const enoughText = 8_000_000;
const besideText = 500;

const weightOf = ({ messages }: Found): number =>
  messages.reduce((sum, { body }) => sum + body.length + besideText, besideText);

/**
 * Finds a ticket with its last messages. What was found is kept, and given again, the very same, as long as the database
 * says that neither the ticket's version has moved nor anybody's name: that takes one small answer instead of a thread.
 */
export const ticketsWithMessages = (session: Session): TicketReader['findWithMessages'] => {
  const whole = namedTicket(wholeTickets);
  const point = namedTicket(points);
  const latestOf = latestMessages();
  const known = recent<Found>(enoughText, weightOf);

  return (ref, audience, count) =>
    session.read(async (db) => {
      // what a transaction sees may never come true
      const isKept = !db.isTransaction;
      const key = JSON.stringify([ref, audience, count]);
      const before = isKept ? known.get(key) : undefined;
      if (before !== undefined) {
        const [[now]] = await session.ask((on) => [point(on, ref)]);
        if (now === undefined) return undefined;
        if (now.version === before.stored.version && Number(now.names) === before.names) return before;
      }
      const [[row], rows] = await session.ask((both) => [
        whole(both, ref),
        latestOf(both, ref, audience, count),
      ]);
      if (row === undefined) return undefined;
      const found = {
        stored: toStored(row, session.dialect),
        messages: inOrder(rows, audience, session.dialect),
        names: Number(row.names),
      };
      if (isKept) known.set(key, found);
      return found;
    });
};

const withNames = (db: Kysely<Tables>) =>
  db.selectFrom('tickets').select((eb) => eb.selectFrom('author_names').select('revision').as('names'));

const wholeTickets = (db: Kysely<Tables>) => withNames(db).selectAll('tickets');
const points = (db: Kysely<Tables>) => withNames(db).select('tickets.version');

/** A query of tickets, narrowed to the one that somebody named. */
const namedTicket = <Row>(select: (db: Kysely<Tables>) => SelectQueryBuilder<Tables, 'tickets', Row>) => {
  const byId = statement<ById, Row>((db, slot) => select(db).where('tickets.id', '=', slot('id')));
  const byNumber = statement<ByNumber, Row>((db, slot) =>
    select(db).where('tickets.number', '=', slot('number')),
  );
  return (db: Kysely<Tables>, ref: TicketRef) => ('id' in ref ? byId(db, ref) : byNumber(db, ref));
};
