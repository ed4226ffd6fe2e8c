import type { MessageId, TicketId, UserId } from '#domain/shared/ids.ts';
import { redactedText } from '#domain/tickets/erased-text.ts';
import type { Session } from '../session.ts';

const chunk = 5000;

/** Throws away the kept answers in which somebody or a ticket is named, a part of the table at a time. */
export const forgetAnswersNaming = async (session: Session, named: UserId | TicketId): Promise<void> => {
  for await (const { after, to } of chunks(session)) {
    await session
      .db()
      .deleteFrom('idempotency_keys')
      .where('hash', '>', after)
      .$if(to !== undefined, (query) => query.where('hash', '<=', to ?? ''))
      .where('body', 'like', `%${named}%`)
      .execute();
  }
};

/**
 * Takes the text of a message out of the kept answers that show it. They stay: were they forgotten, whoever repeats the
 * request would write the text once more. Looking for them waits for no request that still runs.
 */
export const redactKeptAnswers = async (session: Session, message: MessageId): Promise<void> => {
  for await (const { after, to } of chunks(session)) {
    const kept = await session
      .db()
      .selectFrom('idempotency_keys')
      .select(['hash', 'body'])
      .where('hash', '>', after)
      .$if(to !== undefined, (query) => query.where('hash', '<=', to ?? ''))
      .where('body', 'like', `%${message}%`)
      .execute();
    for (const { hash, body } of kept) {
      const redacted = { body: withoutText(body, message) };
      await session.db().updateTable('idempotency_keys').set(redacted).where('hash', '=', hash).execute();
    }
  }
};

const withoutText = (answer: string, message: MessageId): string =>
  JSON.stringify(
    JSON.parse(answer, (_, value: unknown) =>
      isShown(value, message) ? { ...value, body: redactedText } : value,
    ),
  );

const isShown = (value: unknown, message: MessageId): value is { readonly body: string } =>
  typeof value === 'object' && value !== null && 'body' in value && 'id' in value && value.id === message;

type Chunk = { readonly after: string; readonly to: string | undefined };

/** The whole table in parts, so that no statement takes long; the last one has no end. */
async function* chunks(session: Session): AsyncGenerator<Chunk> {
  for (let after = ''; ; ) {
    const to = await placeAfter(session, after);
    yield { after, to };
    if (to === undefined) return;
    after = to;
  }
}

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
