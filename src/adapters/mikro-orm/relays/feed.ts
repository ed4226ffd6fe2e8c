import type { Feed, FeedEntry } from '#application/ports/feed.ts';
import { OrganisationId, QueueId, TicketId, UserId } from '#domain/shared/ids.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import { authorName, type FactRow, toFact } from '../tickets/fact-mapping.ts';
import { factsWithMessages } from '../tickets/ticket-reader.ts';
import { counterAt } from './counter.ts';
import { positions } from './sequencer.ts';

/** The stamped facts, read as plain rows with what the policy needs of their tickets. */
export const mikroOrmFeed = (session: Session): Feed => ({
  after: (position, limit) =>
    session.read(async (db) => {
      const rows = await factsWithMessages(db)
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
        .where('facts.position', '>', position)
        .orderBy('facts.position')
        .limit(limit)
        .execute();
      return rows.map((row) => toEntry(row, session.dialect));
    }),

  head: () => counterAt(session, positions),
});

type EntryRow = FactRow & {
  readonly position: number | null;
  readonly requester_id: string;
  readonly participant_ids: string;
  readonly assignee_id: string | null;
  readonly queue_id: string;
  readonly organisation_id: string;
  readonly imported_facts: number | null;
};

const toEntry = (row: EntryRow, dialect: Dialect): FeedEntry => ({
  position: Number(row.position),
  id: row.id,
  ticketId: TicketId(row.ticket_id),
  seq: row.seq,
  publicSeq: row.public_seq ?? undefined,
  fact: toFact(row, dialect),
  imported: row.seq <= (row.imported_facts ?? 0),
  authorName: authorName(row),
  placed: {
    requester: UserId(row.requester_id),
    participants: (JSON.parse(row.participant_ids) as string[]).map(UserId),
    assignee: row.assignee_id === null ? undefined : UserId(row.assignee_id),
    queue: QueueId(row.queue_id),
    organisation: row.organisation_id === '' ? undefined : OrganisationId(row.organisation_id),
  },
});
