import type { AuditFilter, AuditLog, AuditRecord } from '#application/ports/audit-log.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import { type AuditRow, parseDetails } from './audit-entry.ts';

/** The audit by number, which is also the order of time. */
export const mikroOrmAuditLog = (session: Session): AuditLog => ({
  page: ({ filter, sort, after, limit }) =>
    session.read(async () => {
      const newestFirst = sort === '-at';
      const rows = await narrowed(session, filter)
        .$if(after !== undefined, (query) => query.where('n', newestFirst ? '<' : '>', after ?? 0))
        .orderBy('n', newestFirst ? 'desc' : 'asc')
        .limit(limit + 1)
        .execute();
      const items = rows.slice(0, limit).map((row) => toRecord(row, session.dialect));
      return { items, next: rows.length > limit ? items.at(-1)?.number : undefined };
    }),

  about: (user, { after, limit }) =>
    session.read(async (db) => {
      const rows = await db
        .selectFrom('audit_entries')
        .selectAll()
        .where('n', '>', after)
        .where((is) =>
          is.or([is('actor_id', '=', user), is('on_behalf_of', '=', user), is('subject_id', '=', user)]),
        )
        .orderBy('n')
        .limit(limit)
        .execute();
      return rows.map((row) => toRecord(row, session.dialect));
    }),
});

const narrowed = (session: Session, { actions, actor, subject, from, to }: AuditFilter) => {
  let query = session.db().selectFrom('audit_entries').selectAll();
  if (actions.length > 0) query = query.where('action', 'in', actions);
  if (actor !== undefined) {
    query = query.where((is) => is.or([is('actor_id', '=', actor), is('on_behalf_of', '=', actor)]));
  }
  if (subject !== undefined) query = query.where('subject_id', '=', subject);
  if (from !== undefined) query = query.where('at', '>=', session.dialect.toMoment(from));
  if (to !== undefined) query = query.where('at', '<', session.dialect.toMoment(to));
  return query;
};

const toRecord = (row: AuditRow, dialect: Dialect): AuditRecord => {
  const details = row.details === null ? undefined : parseDetails(row.details);
  return {
    number: Number(row.n),
    at: dialect.fromMoment(row.at),
    action: row.action,
    actor: row.actor_id ?? undefined,
    onBehalfOf: row.on_behalf_of ?? undefined,
    subject:
      row.subject_kind === null || row.subject_id === null
        ? undefined
        : { kind: row.subject_kind, id: row.subject_id },
    requestId: row.request_id ?? undefined,
    details: details && { address: details.address, before: details.before, after: details.after },
  };
};
