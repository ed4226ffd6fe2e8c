import type { Kysely } from 'kysely';
import type { TicketArchive } from '#application/ports/ticket-archive.ts';
import type { PersonRecord, TicketRecord, TravellingMessage } from '#application/ports/ticket-record.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { MessageKind } from '#domain/tickets/message.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { CorruptRow } from '../corrupt-row.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import type { RowOf, Tables } from '../tables/tables.ts';
import { toStored } from './ticket-mapping.ts';

/** Reads tickets with everything that travels with them, a page in four statements. */
export const mikroOrmTicketArchive = (session: Session): TicketArchive => ({
  count: () =>
    session.read(async (db) => {
      const { count } = await db
        .selectFrom('tickets')
        .select(({ fn }) => fn.countAll<number | string>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    }),

  page: ({ after, limit }) =>
    session.read(async (db) => {
      const rows = await db
        .selectFrom('tickets')
        .innerJoin('queues', 'queues.id', 'tickets.queue_id')
        .leftJoin('status_labels', 'status_labels.id', 'tickets.status_label_id')
        .leftJoin('tickets as originals', 'originals.id', 'tickets.follow_up_of')
        .selectAll('tickets')
        .select([
          'queues.name as queue_name',
          'status_labels.name as label_name',
          'originals.external_id as original_external_id',
        ])
        .where('tickets.number', '>', after)
        .orderBy('tickets.number')
        .limit(limit)
        .execute();
      if (rows.length === 0) return [];
      const messages = Map.groupBy(await messagesOf(db, rows), ({ ticket_id }) => ticket_id);
      const person = await peopleIn(db, rows, [...messages.values()].flat());
      const pathOf = await categoryPaths(db);
      return rows.map((row) => {
        const { number, ticket, version, updatedAt } = toStored(row, session.dialect);
        // what was written since the ticket was read belongs to another moment
        const thread = (messages.get(row.id) ?? []).filter(({ seq }) => seq <= version);
        const record: TicketRecord = {
          externalId: ticket.externalId ?? ticket.id,
          subject: ticket.subject,
          priority: ticket.priority,
          tags: ticket.tags,
          customFields: { ...ticket.fields, ...ticket.staffFields },
          queue: row.queue_name,
          category: ticket.category && pathOf(ticket.category),
          statusLabel: row.label_name ?? undefined,
          requester: person(ticket.requester),
          participants: ticket.participants.map(person),
          assignee: ticket.assignee && person(ticket.assignee).email,
          openedAt: ticket.openedAt,
          updatedAt,
          ...stateOf(ticket),
          followUpOf: row.original_external_id ?? ticket.followUpOf,
          messages: thread.map((message) => toTravelling(message, person, session.dialect)),
        };
        return { number, record };
      });
    }),
});

/** The names that lead to each category, the outermost first. */
const categoryPaths = async (db: Kysely<Tables>): Promise<(id: string) => readonly string[]> => {
  const rows = await db.selectFrom('categories').select(['id', 'parent_id', 'name']).execute();
  const categories = new Map(rows.map((row) => [row.id, row]));
  const pathOf = (id: string): readonly string[] => {
    const category = categories.get(id);
    return category === undefined ? [] : [...pathOf(category.parent_id), category.name];
  };
  return pathOf;
};

type MessageRow = Pick<RowOf<'messages'>, 'ticket_id' | 'seq' | 'kind' | 'author_id' | 'body' | 'created_at'>;
type Person = (id: string) => PersonRecord;

const messagesOf = (db: Kysely<Tables>, tickets: readonly RowOf<'tickets'>[]): Promise<MessageRow[]> =>
  db
    .selectFrom('messages')
    .select(['ticket_id', 'seq', 'kind', 'author_id', 'body', 'created_at'])
    .where(
      'ticket_id',
      'in',
      tickets.map(({ id }) => id),
    )
    .orderBy('ticket_id')
    .orderBy('seq')
    .execute();

const peopleIn = async (
  db: Kysely<Tables>,
  tickets: readonly RowOf<'tickets'>[],
  messages: readonly MessageRow[],
): Promise<Person> => {
  const ids = [
    ...tickets.flatMap(({ requester_id, assignee_id, participant_ids }) => [
      requester_id,
      assignee_id ?? '',
      ...(JSON.parse(participant_ids) as string[]),
    ]),
    ...messages.map(({ author_id }) => author_id ?? ''),
  ];
  const rows = await db
    .selectFrom('users')
    .select(['id', 'email', 'first_name', 'last_name'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  const people = new Map(
    rows.map(({ id, email, first_name, last_name }) => [
      id,
      { email: email as EmailAddress, firstName: first_name, lastName: last_name },
    ]),
  );
  return (id) => {
    const person = people.get(id);
    if (person === undefined) throw new CorruptRow('users', id, 'missing, though a ticket names them');
    return person;
  };
};

const toTravelling = (row: MessageRow, person: Person, dialect: Dialect): TravellingMessage => ({
  kind: row.kind as MessageKind,
  author: row.author_id === null ? undefined : person(row.author_id),
  body: row.body,
  createdAt: dialect.fromMoment(row.created_at),
});

type State = Pick<TicketRecord, 'status' | 'solvedAt' | 'closedAt' | 'waitUntil' | 'customerWaiting'>;

/** A merged ticket leaves as a closed one: what it was merged into has its own name elsewhere. */
const stateOf = (ticket: Ticket): State => {
  const none = { solvedAt: undefined, closedAt: undefined, waitUntil: undefined, customerWaiting: false };
  switch (ticket.status) {
    case 'new':
    case 'open':
    case 'spam':
      return { ...none, status: ticket.status };
    case 'pending':
      return { ...none, status: 'pending', waitUntil: ticket.waitUntil };
    case 'on-hold':
      return {
        ...none,
        status: 'on-hold',
        waitUntil: ticket.waitUntil,
        customerWaiting: ticket.customerWaiting,
      };
    case 'solved':
      return { ...none, status: 'solved', solvedAt: ticket.solvedAt };
    case 'closed':
      return { ...none, status: 'closed', solvedAt: ticket.solvedAt, closedAt: ticket.closedAt };
    case 'merged':
      return { ...none, status: 'closed', solvedAt: ticket.mergedAt, closedAt: ticket.mergedAt };
  }
};
