import type { Kysely } from 'kysely';
import type { Feed, FeedEntry } from '#application/ports/feed.ts';
import type { Placed } from '#domain/access/policy.ts';
import { OrganisationId, QueueId, TicketId, UserId } from '#domain/shared/ids.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import { type SlotOf, statement } from '../statement.ts';
import type { RowOf, Tables } from '../tables/tables.ts';
import { authorName, type FactRow, toFact } from '../tickets/fact-mapping.ts';
import { factsWithMessages } from '../tickets/ticket-reader.ts';
import { countersIn } from './counter.ts';
import { positions } from './sequencer.ts';

/** The stamped facts, and the tombstones of tickets that are gone, read as plain rows with what the policy needs of their tickets. */
export const mikroOrmFeed = (session: Session): Feed => {
  const counters = countersIn(session);
  const factsIn = statement<Page, EntryRow>(factsAfter);
  const tombstonesIn = statement<Page, RowOf<'tombstones'>>(tombstonesAfter);
  return {
    after: (position, limit) =>
      session.read(async () => {
        const page = { position, limit };
        const [facts, tombstones] = await session.ask((db) => [factsIn(db, page), tombstonesIn(db, page)]);
        if (tombstones.length === 0) return facts.map((row) => toEntry(row, session.dialect));
        return [
          ...facts.map((row) => toEntry(row, session.dialect)),
          ...tombstones.map((row) => toLastEntry(row, session.dialect)),
        ]
          .toSorted((one, other) => one.position - other.position)
          .slice(0, limit);
      }),

    head: () => counters.at(positions),
  };
};

type Page = { readonly position: number; readonly limit: number };

const factsAfter = (db: Kysely<Tables>, slot: SlotOf<Page>) =>
  factsWithMessages(db)
    .innerJoin('tickets', 'tickets.id', 'facts.ticket_id')
    .select([
      'facts.position',
      'tickets.requester_id',
      'tickets.participant_ids',
      'tickets.assignee_id',
      'tickets.queue_id',
      'tickets.organisation_id',
      'tickets.imported_facts',
    ])
    .where('facts.position', '>', slot('position'))
    .orderBy('facts.position')
    .limit(slot('limit'));

const tombstonesAfter = (db: Kysely<Tables>, slot: SlotOf<Page>) =>
  db
    .selectFrom('tombstones')
    .selectAll()
    .where('position', '>', slot('position'))
    .orderBy('position')
    .limit(slot('limit'));

type PlacedRow = Pick<
  RowOf<'tickets'>,
  'requester_id' | 'participant_ids' | 'assignee_id' | 'queue_id' | 'organisation_id'
>;

type EntryRow = FactRow &
  PlacedRow & { readonly position: number | null; readonly imported_facts: number | null };

const toEntry = (row: EntryRow, dialect: Dialect): FeedEntry => ({
  position: Number(row.position),
  id: row.id,
  ticketId: TicketId(row.ticket_id),
  seq: row.seq,
  publicSeq: row.public_seq ?? undefined,
  fact: toFact(row, dialect),
  imported: row.seq <= (row.imported_facts ?? 0),
  authorName: authorName(row),
  placed: toPlaced(row),
});

/** The end of a ticket that is gone. */
const toLastEntry = (row: RowOf<'tombstones'>, dialect: Dialect): FeedEntry => ({
  position: Number(row.position),
  id: row.id,
  ticketId: TicketId(row.ticket_id),
  seq: row.seq,
  publicSeq: row.public_seq,
  fact: { type: 'ticket-purged', at: dialect.fromMoment(row.at), by: { kind: 'system' }, data: {} },
  imported: false,
  authorName: '',
  placed: toPlaced(row),
});

const toPlaced = (row: PlacedRow): Placed => ({
  requester: UserId(row.requester_id),
  participants: (JSON.parse(row.participant_ids) as string[]).map(UserId),
  assignee: row.assignee_id === null ? undefined : UserId(row.assignee_id),
  queue: QueueId(row.queue_id),
  organisation: row.organisation_id === '' ? undefined : OrganisationId(row.organisation_id),
});
