import { tagRows } from '#adapters/mikro-orm/tickets/tag-rows.ts';
import { toColumns } from '#adapters/mikro-orm/tickets/ticket-mapping.ts';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import type { TestNode } from './database.ts';

/** A ticket as rows; without a number it is given the next, which MySQL alone does. */
type Rows = Omit<StoredTicket, 'number'> & Partial<Pick<StoredTicket, 'number'>>;

/** Puts tickets into storage a thousand at a time, with what lists look at but without any facts. */
export const insertTicketRows = async ({ session }: TestNode, tickets: readonly Rows[]): Promise<void> => {
  const { toMoment } = session.dialect;
  for (let from = 0; from < tickets.length; from += 1000) {
    const some = tickets.slice(from, from + 1000);
    const participations = some.flatMap(({ ticket }) =>
      ticket.participants.map((user) => ({ user_id: user, ticket_id: ticket.id })),
    );
    const tags = some.flatMap((stored) => tagRows(stored, session.dialect));
    await session.transaction(async () => {
      const db = session.db();
      await db
        .insertInto('tickets')
        .values(
          some.map(({ ticket, number, version, publicVersion, updatedAt, publicUpdatedAt }) => ({
            ...toColumns(ticket, session.dialect),
            ...(number === undefined ? {} : { number }),
            version,
            public_version: publicVersion,
            updated_at: toMoment(updatedAt),
            public_updated_at: toMoment(publicUpdatedAt),
          })),
        )
        .execute();
      if (participations.length > 0)
        await db.insertInto('ticket_participants').values(participations).execute();
      if (tags.length > 0) await db.insertInto('ticket_tags').values(tags).execute();
    });
  }
};
