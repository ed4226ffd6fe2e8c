import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { LinkRecord, TicketLinkList, TicketLinks } from '#application/ports/ticket-links.ts';
import type { Visibility } from '#domain/access/visibility.ts';
import { LinkId, TicketId, UserId } from '#domain/shared/ids.ts';
import { fromOtherSide, type LinkKind, linkKinds } from '#domain/tickets/link-kinds.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { CorruptRow } from '../corrupt-row.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';
import { seenBy } from './sight-conditions.ts';
import { type TicketRow, ticketColumns, toStored } from './ticket-mapping.ts';

/** The links of staff, each in two rows: one for either side. */
export const mikroOrmTicketLinks = (session: Session): TicketLinks => ({
  async of(ticket) {
    const rows = await session.db().selectFrom('ticket_links').selectAll().where('ticket_id', '=', ticket);
    return (await rows.execute()).map((row) => ({
      id: LinkId(row.id),
      kind: kindOf(row),
      other: TicketId(row.other_id),
    }));
  },

  async add(ticket, { id, kind, other }, made) {
    const making = { id, made_by: made.by, made_at: session.dialect.toMoment(made.at) };
    const sides = [
      { ticket_id: ticket, other_id: other, kind, ...making },
      { ticket_id: other, other_id: ticket, kind: fromOtherSide(kind), ...making },
    ];
    await session.later(session.db().insertInto('ticket_links').values(sides));
  },

  async remove(ticket, { id, other }) {
    const sides = session.db().deleteFrom('ticket_links').where('ticket_id', 'in', [ticket, other]);
    await session.later(sides.where('id', '=', id));
  },
});

/** Links with the tickets they lead to; what the reader may not see is left out before pages are counted. */
export const mikroOrmTicketLinkList = (session: Session): TicketLinkList => ({
  page: (ticket, { visible, audience }, page) =>
    session.read(async () => {
      const found = [
        ...(await originalOf(session, ticket, visible, page)),
        ...(await followUpsOf(session, ticket, visible, page)),
        ...(audience === 'staff' ? await saidOf(session, ticket, visible, page) : []),
      ];
      return found.toSorted((one, other) => (one.place < other.place ? -1 : 1)).slice(0, page.limit);
    }),
});

type Page = Parameters<TicketLinkList['page']>[2];

const columns = ticketColumns.map((column) => `tickets.${column}` as const);

const seen = (visible: Visibility, sights = visible.sights): RawBuilder<SqlBool> =>
  sights.length === 0
    ? sql<SqlBool>`1 = 0`
    : sql<SqlBool>`(${sql.join(
        sights.map((sight) => seenBy(visible, sight)),
        sql` or `,
      )})`;

/** What staff have said: it leads only to what the reader sees as staff, too. */
const saidOf = async (session: Session, { id }: Ticket, visible: Visibility, { after, limit }: Page) => {
  const asStaff = visible.sights.filter(({ audience }) => audience === 'staff');
  const rows = await session
    .db()
    .selectFrom('ticket_links')
    .innerJoin('tickets', 'tickets.id', 'ticket_links.other_id')
    .select([...columns, 'ticket_links.id as link_id', 'kind', 'ticket_id', 'made_by', 'made_at'])
    .where('ticket_id', '=', id)
    .where('ticket_links.id', '>', after)
    .where(seen(visible, asStaff))
    .orderBy('ticket_links.id')
    .limit(limit)
    .execute();
  return rows.map(
    (row): LinkRecord => ({
      place: row.link_id,
      id: LinkId(row.link_id),
      kind: kindOf(row),
      other: toStored(row, session.dialect),
      by: UserId(row.made_by),
      at: session.dialect.fromMoment(row.made_at),
    }),
  );
};

const followUpsOf = async (session: Session, { id }: Ticket, visible: Visibility, { after, limit }: Page) => {
  const rows = await session
    .db()
    .selectFrom('tickets')
    .select(columns)
    .where('follow_up_of', '=', id)
    .where('tickets.id', '>', after)
    .where(seen(visible))
    .orderBy('tickets.id')
    .limit(limit)
    .execute();
  return rows.map((row) => followUpLink(session, row, 'followed-up-by'));
};

const originalOf = async (session: Session, ticket: Ticket, visible: Visibility, { after }: Page) => {
  if (ticket.followUpOf === undefined || ticket.id <= after) return [];
  const rows = await session
    .db()
    .selectFrom('tickets')
    .select(columns)
    .where('tickets.id', '=', ticket.followUpOf)
    .where(seen(visible))
    .execute();
  return rows.map((row) => ({
    ...followUpLink(session, row, 'follow-up-of'),
    place: ticket.id,
    at: ticket.openedAt,
  }));
};

/** A follow-up tells by itself what it follows up, since it was opened; it has one place, whichever side is read. */
const followUpLink = (session: Session, row: TicketRow, kind: LinkKind): LinkRecord => {
  const other = toStored(row, session.dialect);
  return { place: row.id, id: undefined, kind, other, by: undefined, at: other.ticket.openedAt };
};

const kindOf = ({ kind, ticket_id }: Pick<RowOf<'ticket_links'>, 'kind' | 'ticket_id'>): LinkKind => {
  const known = linkKinds.find((one) => one === kind);
  if (known === undefined) throw new CorruptRow('ticket_links', ticket_id, `kind "${kind}"`);
  return known;
};
