import type { TicketId, UserId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';

const chunk = 5000;

/** Throws away the kept answers in which somebody or a ticket is named, a part of the table at a time. */
export const forgetAnswersNaming = async (session: Session, named: UserId | TicketId): Promise<void> => {
  for (let from = ''; ; ) {
    const { after, to } = { after: from, to: await placeAfter(session, from) };
    await session
      .db()
      .deleteFrom('idempotency_keys')
      .where('hash', '>', after)
      .$if(to !== undefined, (query) => query.where('hash', '<=', to ?? ''))
      .where('body', 'like', `%${named}%`)
      .execute();
    if (to === undefined) return;
    from = to;
  }
};

const placeAfter = async (session: Session, hash: string): Promise<string | undefined> => {
  const row = await session
    .db()
    .selectFrom('idempotency_keys')
    .select('hash')
    .where('hash', '>', hash)
    .orderBy('hash')
    .limit(1)
    .offset(chunk - 1)
    .executeTakeFirst();
  return row?.hash;
};
