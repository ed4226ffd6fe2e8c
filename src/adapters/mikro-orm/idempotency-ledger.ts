import { createHash } from 'node:crypto';
import type { Clock } from '#application/ports/clock.ts';
import type {
  IdempotencyLedger,
  KeptAnswer,
  KeyedRequest,
  Once,
} from '#application/ports/idempotency-ledger.ts';
import type { Session } from './session.ts';
import type { RowOf } from './tables/tables.ts';

/** Thrown to take back a transaction whose answer is not to be kept; carries that answer out. */
class NotKept extends Error {
  readonly answer: unknown;
  constructor(answer: unknown) {
    super('the answer is not kept');
    this.answer = answer;
  }
}

/**
 * Keyed requests in the database. The key's row is written before the effect, in the same transaction, so that a
 * second node with the same key waits for the first to end; on this node it is told at once that it runs.
 */
export const mikroOrmIdempotencyLedger = (session: Session, clock: Clock): IdempotencyLedger => {
  const running = new Set<string>();
  return {
    async once(request, effect, keep) {
      const hash = hashOf(request);
      if (running.has(hash)) return { outcome: 'in-flight' };
      running.add(hash);
      try {
        return await session.transaction(() => attempt(session, clock, { hash, request, effect, keep }));
      } catch (error) {
        if (error instanceof NotKept)
          return { outcome: 'done', answer: error.answer as Awaited<ReturnType<typeof effect>> };
        throw error;
      } finally {
        running.delete(hash);
      }
    },
  };
};

type Attempt<Answer> = {
  readonly hash: string;
  readonly request: KeyedRequest;
  readonly effect: () => Promise<Answer>;
  readonly keep: (answer: Answer) => KeptAnswer | undefined;
};

const pending = 0;

const attempt = async <Answer>(
  session: Session,
  clock: Clock,
  { hash, request, effect, keep }: Attempt<Answer>,
): Promise<Once<Answer>> => {
  const kept = await reserve(session, clock, hash, request);
  if (kept !== undefined) {
    return kept.fingerprint === request.fingerprint
      ? { outcome: 'replayed', answer: answerOf(kept) }
      : { outcome: 'reused' };
  }
  const answer = await effect();
  const record = keep(answer);
  if (record === undefined) throw new NotKept(answer);
  await session
    .db()
    .updateTable('idempotency_keys')
    .set({ status: record.status, headers: JSON.stringify(record.headers), body: record.body })
    .where('hash', '=', hash)
    .execute();
  return { outcome: 'done', answer };
};

/** Writes the key's row, or gives the one that is there. */
const reserve = async (
  session: Session,
  clock: Clock,
  hash: string,
  { fingerprint }: KeyedRequest,
): Promise<RowOf<'idempotency_keys'> | undefined> => {
  try {
    await session
      .db()
      .insertInto('idempotency_keys')
      .values({
        hash,
        fingerprint,
        status: pending,
        headers: '{}',
        body: '',
        created_at: session.dialect.toMoment(clock.now()),
      })
      .execute();
    return undefined;
  } catch (error) {
    if (session.dialect.classify(error) !== 'duplicate') throw error;
    return session
      .db()
      .selectFrom('idempotency_keys')
      .selectAll()
      .where('hash', '=', hash)
      .executeTakeFirstOrThrow();
  }
};

const answerOf = ({ status, headers, body }: RowOf<'idempotency_keys'>): KeptAnswer => ({
  status,
  headers: JSON.parse(headers) as Record<string, string>,
  body,
});

const hashOf = ({ caller, route, key }: KeyedRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([caller, route, key]))
    .digest('base64url');
