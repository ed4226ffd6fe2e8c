import type { UserId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';
import { parseDetails, withoutAddress } from './audit-entry.ts';

/** Entries looked at together. */
const chunk = 500;

/** What is somebody's own, whoever it was that did something to it. */
const own = ['session', 'access-token'] as const;

/**
 * Takes out of the audit what tells of an erased person: all details of what is about them and their sign-ins, and of
 * what they did to others the address alone. What they did, and how it was before and after, stays.
 */
export const emptyAuditOf = async (session: Session, user: UserId): Promise<void> => {
  const db = session.db();
  await db.updateTable('audit_entries').set({ details: null }).where('subject_id', '=', user).execute();
  await db
    .updateTable('audit_entries')
    .set({ details: null })
    .where((is) => is.or([is('actor_id', '=', user), is('on_behalf_of', '=', user)]))
    .where((is) => is.or([is('subject_kind', 'is', null), is('subject_kind', 'in', own)]))
    .execute();
  for (let after = 0; ; ) {
    const rows = await session
      .db()
      .selectFrom('audit_entries')
      .select(['n', 'details'])
      .where('n', '>', after)
      .where((is) => is.or([is('actor_id', '=', user), is('on_behalf_of', '=', user)]))
      .where('details', 'is not', null)
      .orderBy('n')
      .limit(chunk)
      .execute();
    for (const { n, details } of rows) {
      if (details === null || parseDetails(details).address === undefined) continue;
      // where the address has no seal of its own, all must go with it
      const left = withoutAddress(details) ?? null;
      await session.db().updateTable('audit_entries').set({ details: left }).where('n', '=', n).execute();
    }
    if (rows.length < chunk) return;
    after = Number(rows.at(-1)?.n);
  }
};
