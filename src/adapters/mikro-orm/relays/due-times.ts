import type { DueTimes } from '#application/ports/due-times.ts';
import { TicketId } from '#domain/shared/ids.ts';
import { dueKinds } from '#domain/tickets/due-times.ts';
import { CorruptRow } from '../corrupt-row.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';

/** Due times by the index on their moments. */
export const mikroOrmDueTimes = (session: Session): DueTimes => ({
  async next(limit) {
    const rows = await session.read((db) =>
      db
        .selectFrom('due_times')
        .selectAll()
        .orderBy('due_at')
        .orderBy('ticket_id')
        .orderBy('kind')
        .limit(limit)
        .execute(),
    );
    return rows.map((row) => ({
      ticket: TicketId(row.ticket_id),
      kind: kindOf(row),
      at: session.dialect.fromMoment(row.due_at),
    }));
  },

  async putOff({ ticket, kind, at }, until) {
    await session.read((db) =>
      db
        .updateTable('due_times')
        .set({ due_at: session.dialect.toMoment(until) })
        .where('ticket_id', '=', ticket)
        .where('kind', '=', kind)
        .where('due_at', '=', session.dialect.toMoment(at))
        .execute(),
    );
  },
});

const kindOf = ({ kind, ticket_id }: RowOf<'due_times'>) => {
  const known = dueKinds.find((one) => one === kind);
  if (known === undefined) throw new CorruptRow('due_times', ticket_id, `kind "${kind}"`);
  return known;
};
