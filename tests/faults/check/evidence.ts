import type { Session } from '#adapters/mikro-orm/session.ts';
import type { RowOf } from '#adapters/mikro-orm/tables/tables.ts';
import { type FactRow, toFact } from '#adapters/mikro-orm/tickets/fact-mapping.ts';
import { toStored } from '#adapters/mikro-orm/tickets/ticket-mapping.ts';
import { factsWithMessages } from '#adapters/mikro-orm/tickets/ticket-reader.ts';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import type { Fact } from '#domain/tickets/facts.ts';

/** A fact with its places: in its ticket, in what customers see of it, and in the feed. */
export type PlacedFact = {
  readonly ticketId: string;
  readonly seq: number;
  readonly publicSeq: number | null;
  readonly position: number | null;
  readonly fact: Fact;
};

/** Everything that a database holds of what was written, as the rows say it. */
export type Evidence = {
  readonly tickets: readonly StoredTicket[];
  /** By ticket, in their order. */
  readonly facts: ReadonlyMap<string, readonly PlacedFact[]>;
  readonly messages: readonly Pick<RowOf<'messages'>, 'ticket_id' | 'seq' | 'id' | 'body' | 'automatic'>[];
  readonly keys: readonly Pick<RowOf<'idempotency_keys'>, 'hash' | 'status'>[];
  readonly mails: readonly RowOf<'outbound_mails'>[];
  /** Addresses by person. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly counters: ReadonlyMap<string, number>;
};

/** Reads it all. Nobody may be writing meanwhile. */
export const readEvidence = (session: Session): Promise<Evidence> =>
  session.read(async (db) => {
    const { dialect } = session;
    const tickets = await db.selectFrom('tickets').selectAll().execute();
    const facts = await factsWithMessages(db)
      .select('facts.position')
      .orderBy('facts.ticket_id')
      .orderBy('facts.seq')
      .execute();
    const users = await db.selectFrom('users').select(['id', 'email']).execute();
    const counters = await db.selectFrom('counters').selectAll().execute();
    return {
      tickets: tickets.map((row) => toStored(row, dialect)),
      facts: Map.groupBy(
        facts.map((row) => placed(row, toFact(row, dialect))),
        ({ ticketId }) => ticketId,
      ),
      messages: await db
        .selectFrom('messages')
        .select(['ticket_id', 'seq', 'id', 'body', 'automatic'])
        .execute(),
      keys: await db.selectFrom('idempotency_keys').select(['hash', 'status']).execute(),
      mails: await db.selectFrom('outbound_mails').selectAll().execute(),
      addresses: new Map(users.map(({ id, email }) => [id, email])),
      counters: new Map(counters.map(({ name, value }) => [name, Number(value)])),
    };
  });

const placed = (row: FactRow & { readonly position: number | null }, fact: Fact): PlacedFact => ({
  ticketId: row.ticket_id,
  seq: row.seq,
  publicSeq: row.public_seq,
  position: row.position === null ? null : Number(row.position),
  fact,
});
