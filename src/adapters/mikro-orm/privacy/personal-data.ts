import type { Erasures, PersonalData } from '#application/ports/personal-data.ts';
import type { ErasedTexts, Erasure } from '#domain/privacy/erasure.ts';
import { TicketId, UserId } from '#domain/shared/ids.ts';
import { erasedText } from '#domain/tickets/erased-text.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';
import { eraseIdentityOf } from './identity-eraser.ts';
import { eraseTextsIn } from './ticket-texts.ts';
import { scanForTicketsOf } from './tickets-of.ts';

/** Personal data wherever it is kept; meant to be used inside a transaction. */
export const mikroOrmPersonalData = (session: Session): PersonalData => ({
  eraseIdentity: (user, pseudonym) => eraseIdentityOf(session, user, pseudonym),
  eraseTexts: (ticket, erasure) => eraseTextsIn(session, ticket, erasure),

  async begin({ user, at, texts }) {
    await session.db().deleteFrom('erasures').where('user_id', '=', user).execute();
    const row = {
      user_id: user,
      at: session.dialect.toMoment(at),
      texts,
      scanned_to: '',
      finished_at: null,
    };
    await session.db().insertInto('erasures').values(row).execute();
  },

  async advance(user, scannedTo) {
    await session
      .db()
      .updateTable('erasures')
      .set({ scanned_to: scannedTo })
      .where('user_id', '=', user)
      .execute();
  },

  async finish(user, at) {
    await session
      .db()
      .updateTable('erasures')
      .set({ finished_at: session.dialect.toMoment(at) })
      .where('user_id', '=', user)
      .execute();
  },
});

/** The list of erasures, and what is left of each. */
export const mikroOrmErasures = (session: Session): Erasures => ({
  all: () =>
    session.read(async (db) => {
      const rows = await db.selectFrom('erasures').selectAll().orderBy('at').orderBy('user_id').execute();
      return rows.map((row) => toErasure(row, session.dialect));
    }),

  running: (user) =>
    session.read(async (db) => {
      const row = await db
        .selectFrom('erasures')
        .selectAll()
        .where('finished_at', 'is', null)
        .$if(user !== undefined, (query) => query.where('user_id', '=', user ?? ''))
        .orderBy('at')
        .limit(1)
        .executeTakeFirst();
      return row && { ...toErasure(row, session.dialect), scannedTo: row.scanned_to };
    }),

  raisedBy: (user, { after, limit }) =>
    session.read(async (db) => {
      const rows = await db
        .selectFrom('tickets')
        .select('id')
        .where('requester_id', '=', user)
        .where('subject', '<>', erasedText)
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => TicketId(id));
    }),

  scan: (user, page) => scanForTicketsOf(session, user, page),
});

const toErasure = (row: RowOf<'erasures'>, dialect: Dialect): Erasure => ({
  user: UserId(row.user_id),
  at: dialect.fromMoment(row.at),
  texts: row.texts as ErasedTexts,
});
