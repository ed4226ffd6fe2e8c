import type { Pseudonym } from '#domain/privacy/pseudonym.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { emptyAuditOf } from '../audit/empty-details.ts';
import { keeperKey } from '../automation/shortcut-store.ts';
import { noteNewName } from '../identity/author-names.ts';
import type { Session } from '../session.ts';
import { forgetAnswersNaming } from './kept-answers.ts';

/** Takes everything that tells who somebody is out of every table but those of tickets. */
export const eraseIdentityOf = async (
  session: Session,
  user: UserId,
  { email, firstName, lastName }: Pseudonym,
): Promise<void> => {
  const db = session.db();
  const row = await db.selectFrom('users').select('email').where('id', '=', user).executeTakeFirst();
  if (row === undefined) return;
  const sessions = db.selectFrom('sessions').select('id').where('user_id', '=', user);
  const jobs = db.selectFrom('bulk_jobs').select('id').where('owner_id', '=', user);
  const raised = db.selectFrom('tickets').select('id').where('requester_id', '=', user);

  for (const deletion of [
    db.deleteFrom('grants').where('user_id', '=', user),
    db.deleteFrom('registrations').where('user_id', '=', user),
    db.deleteFrom('link_tokens').where('user_id', '=', user),
    db.deleteFrom('suspensions').where('user_id', '=', user),
    db.deleteFrom('second_factors').where('user_id', '=', user),
    db.deleteFrom('recovery_codes').where('user_id', '=', user),
    db.deleteFrom('access_tokens').where('id', 'in', sessions),
    db.deleteFrom('read_markers').where('user_id', '=', user),
    db.deleteFrom('shortcuts').where('keeper', '=', keeperKey({ kind: 'own', user })),
    db.deleteFrom('bulk_items').where('job_id', 'in', jobs),
    db.deleteFrom('bulk_jobs').where('owner_id', '=', user),
    db.deleteFrom('external_identities').where('user_id', '=', user),
    db.deleteFrom('refresh_tokens').where('session_id', 'in', sessions),
    db.deleteFrom('live_tickets').where('session_id', 'in', sessions),
    db.deleteFrom('outbound_mails').where('recipient', '=', row.email),
    // letters quote; whoever they were for finds what is left in the ticket
    db.deleteFrom('outbound_mails').where('state', '=', 'queued').where('ticket_id', 'in', raised),
  ]) {
    await deletion.execute();
  }
  // that they have ended must be known as long as their tokens could be shown
  await db.updateTable('sessions').set({ address: '', user_agent: '' }).where('user_id', '=', user).execute();
  await db
    .updateTable('users')
    .set({
      email,
      first_name: firstName,
      last_name: lastName,
      status: 'erased',
      external_id: null,
      organisation_id: '',
      password_hash: null,
      muted_letters: '',
    })
    .where('id', '=', user)
    .execute();
  await noteNewName(session);
  await emptyAuditOf(session, user);
  await forgetAnswersNaming(session, user);
};
