import {
  type ExternalIdentity,
  IdentityLinked,
  IssuerKnown,
  type IssuerStore,
} from '#application/ports/trusted-issuers.ts';
import type { TrustedIssuer } from '#domain/identity/trusted-issuer.ts';
import { IssuerId, SessionId, UserId } from '#domain/shared/ids.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';

/** Trusted issuers and who is who to them; meant to be used inside a transaction. */
export const mikroOrmIssuerStore = (session: Session): IssuerStore => ({
  async all() {
    const rows = await session.db().selectFrom('trusted_issuers').selectAll().orderBy('id').execute();
    return rows.map((row) => toIssuer(row, session.dialect));
  },

  async find(id) {
    const row = await one(session, 'id', id).executeTakeFirst();
    return row && toIssuer(row, session.dialect);
  },

  async holdNamed(issuer) {
    const query = one(session, 'issuer', issuer);
    const row = await (session.dialect.locksRows ? query.forShare() : query).executeTakeFirst();
    return row && toIssuer(row, session.dialect);
  },

  async add(issuer) {
    await unlessDuplicate(session, new IssuerKnown('this issuer is trusted already'), () =>
      session.db().insertInto('trusted_issuers').values(toColumns(session, issuer)).execute(),
    );
  },

  async replace(issuer) {
    const { id, created_at: _, ...columns } = toColumns(session, issuer);
    await unlessDuplicate(session, new IssuerKnown('this issuer is trusted already'), () =>
      session.db().updateTable('trusted_issuers').set(columns).where('id', '=', id).execute(),
    );
  },

  async remove(id) {
    await session.db().deleteFrom('trusted_issuers').where('id', '=', id).execute();
  },

  async identity(issuer, subject) {
    const row = await session
      .db()
      .selectFrom('external_identities')
      .selectAll()
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst();
    return row && toIdentity(row, session.dialect);
  },

  async identitiesOf(user) {
    const rows = await session
      .db()
      .selectFrom('external_identities')
      .selectAll()
      .where('user_id', '=', user)
      .orderBy('issuer')
      .execute();
    return rows.map((row) => toIdentity(row, session.dialect));
  },

  async sessionsOf(issuer) {
    const rows = await session
      .db()
      .selectFrom('external_identities')
      .select('session_id')
      .where('issuer', '=', issuer)
      .where('session_id', '<>', '')
      .execute();
    return rows.map(({ session_id: id }) => SessionId(id));
  },

  async staffOf(issuer) {
    const rows = await session
      .db()
      .selectFrom('external_identities')
      .innerJoin('grants', 'grants.user_id', 'external_identities.user_id')
      .select('external_identities.user_id')
      .distinct()
      .where('external_identities.issuer', '=', issuer)
      .where('grants.role', '<>', 'customer')
      .execute();
    return rows.map(({ user_id: id }) => UserId(id));
  },

  async addIdentity({ issuer, subject, user, session: its, validFrom }) {
    await unlessDuplicate(session, new IdentityLinked('the subject or the user is linked already'), () =>
      session
        .db()
        .insertInto('external_identities')
        .values({
          issuer,
          subject,
          user_id: user,
          session_id: its ?? '',
          valid_from: session.dialect.toMoment(validFrom),
        })
        .execute(),
    );
  },

  async signedIn({ issuer, subject }, { session: its, validFrom }) {
    await session
      .db()
      .updateTable('external_identities')
      .set({ session_id: its, valid_from: session.dialect.toMoment(validFrom) })
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .execute();
  },

  async removeIdentity({ issuer, subject }) {
    await session
      .db()
      .deleteFrom('external_identities')
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .execute();
  },
});

const one = (session: Session, column: 'id' | 'issuer', value: string) =>
  session.db().selectFrom('trusted_issuers').selectAll().where(column, '=', value);

const unlessDuplicate = async (
  session: Session,
  taken: Error,
  write: () => Promise<unknown>,
): Promise<void> => {
  try {
    await write();
  } catch (error) {
    throw session.dialect.classify(error) === 'duplicate' ? taken : error;
  }
};

const toColumns = ({ dialect }: Session, { id, name, issuer, createdAt, ...settings }: TrustedIssuer) => ({
  id,
  name,
  issuer,
  settings: JSON.stringify(settings),
  created_at: dialect.toMoment(createdAt),
});

type Kept = Omit<TrustedIssuer, 'id' | 'name' | 'issuer' | 'createdAt' | 'emailsAreProven'> & {
  /** Those that were made before anybody asked have none. */
  readonly emailsAreProven?: boolean;
};

const toIssuer = (row: RowOf<'trusted_issuers'>, { fromMoment }: Dialect): TrustedIssuer => {
  // written from a checked issuer, by this store alone
  const kept = JSON.parse(row.settings) as Kept;
  return {
    ...kept,
    emailsAreProven: kept.emailsAreProven ?? false,
    id: IssuerId(row.id),
    name: row.name,
    issuer: row.issuer,
    createdAt: fromMoment(row.created_at),
  };
};

const toIdentity = (row: RowOf<'external_identities'>, { fromMoment }: Dialect): ExternalIdentity => ({
  issuer: row.issuer,
  subject: row.subject,
  user: UserId(row.user_id),
  session: row.session_id === '' ? undefined : SessionId(row.session_id),
  validFrom: fromMoment(row.valid_from),
});
