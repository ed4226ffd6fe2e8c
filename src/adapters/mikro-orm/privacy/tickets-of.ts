import { TicketId, type UserId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';

export type Scanned = { readonly found: readonly TicketId[]; readonly last: string };

/**
 * Looks through a stretch of all tickets for those somebody raised, takes part in or wrote in: there is no index by
 * author, which every message would have to pay for.
 */
export const scanForTicketsOf = (
  session: Session,
  user: UserId,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Scanned | undefined> =>
  session.read(async (db) => {
    const looked = await db
      .selectFrom('tickets')
      .select(['id', 'requester_id'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute();
    const last = looked.at(-1)?.id;
    if (last === undefined) return undefined;
    const wrote = await db
      .selectFrom('messages')
      .select('ticket_id')
      .distinct()
      .where('ticket_id', '>', after)
      .where('ticket_id', '<=', last)
      .where('author_id', '=', user)
      .execute();
    const takesPart = await db
      .selectFrom('ticket_participants')
      .select('ticket_id')
      .where('user_id', '=', user)
      .where('ticket_id', '>', after)
      .where('ticket_id', '<=', last)
      .execute();
    const raised = looked.filter(({ requester_id }) => requester_id === user).map(({ id }) => id);
    const found = new Set([...raised, ...[...wrote, ...takesPart].map(({ ticket_id }) => ticket_id)]);
    return { found: [...found].toSorted().map(TicketId), last };
  });
