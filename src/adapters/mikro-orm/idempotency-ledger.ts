import { createHash } from 'node:crypto';
import type { Clock } from '#application/ports/clock.ts';
import {
  type IdempotencyLedger,
  type KeptAnswer,
  type KeyedRequest,
  keptAnswerMs,
  type Once,
} from '#application/ports/idempotency-ledger.ts';
import { after } from '#domain/shared/duration.ts';
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
        return await session.transaction(() =>
          attempt(session, { hash, at: clock.now(), request, effect, keep }),
        );
      } catch (error) {
        if (error instanceof NotKept)
          return { outcome: 'done', answer: error.answer as Awaited<ReturnType<typeof effect>> };
        throw error;
      } finally {
        running.delete(hash);
      }
    },

    async purgeExpired(at) {
      for (let purged = 0; ; ) {
        const some = await session.transaction(() => purgeSome(session, at));
        if (some === 0) return purged;
        purged += some;
      }
    },
  };
};

type Attempt<Answer> = {
  readonly hash: string;
  readonly at: Date;
  readonly request: KeyedRequest;
  readonly effect: () => Promise<Answer>;
  readonly keep: (answer: Answer) => KeptAnswer | undefined;
};

const attempt = async <Answer>(session: Session, wanted: Attempt<Answer>): Promise<Once<Answer>> => {
  const { hash, request, effect, keep } = wanted;
  const found = await reserve(session, wanted);
  if (found === 'in-flight') return { outcome: 'in-flight' };
  if (found !== 'reserved') {
    return found.fingerprint === request.fingerprint
      ? { outcome: 'replayed', answer: answerOf(found) }
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

type KeyRow = RowOf<'idempotency_keys'>;
type Reservation = Pick<Attempt<unknown>, 'hash' | 'at' | 'request'>;

/** Writes the key's row, or gives the one that is there. Where rows are locked, contention is about this very key. */
const reserve = async (session: Session, wanted: Reservation): Promise<'reserved' | 'in-flight' | KeyRow> => {
  try {
    return (await insert(session, wanted)) ? 'reserved' : await renew(session, wanted);
  } catch (error) {
    const { locksRows, classify } = session.dialect;
    if (locksRows && classify(error) === 'retry') return 'in-flight';
    throw error;
  }
};

const pendingRow = ({ dialect }: Session, { request, at }: Reservation) => ({
  fingerprint: request.fingerprint,
  status: 0,
  headers: '{}',
  body: '',
  created_at: dialect.toMoment(at),
});

const insert = async (session: Session, wanted: Reservation): Promise<boolean> => {
  try {
    const row = { hash: wanted.hash, ...pendingRow(session, wanted) };
    await session.db().insertInto('idempotency_keys').values(row).execute();
    return true;
  } catch (error) {
    if (session.dialect.classify(error) === 'duplicate') return false;
    throw error;
  }
};

/** Takes over a row that need not be kept any more; of two nodes that try, one does. */
const renew = async (session: Session, wanted: Reservation): Promise<'reserved' | 'in-flight' | KeyRow> => {
  const there = session.db().selectFrom('idempotency_keys').selectAll().where('hash', '=', wanted.hash);
  const row = await there.executeTakeFirst();
  if (row === undefined) return 'in-flight';
  if (session.dialect.fromMoment(row.created_at) > oldest(wanted.at)) return row;
  const { numUpdatedRows } = await session
    .db()
    .updateTable('idempotency_keys')
    .set(pendingRow(session, wanted))
    .where('hash', '=', wanted.hash)
    .where('created_at', '=', row.created_at)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? 'reserved' : ((await there.executeTakeFirst()) ?? 'in-flight');
};

const oldest = (at: Date): Date => after(at, -keptAnswerMs);

const purgeSome = async (session: Session, at: Date): Promise<number> => {
  const limit = session.dialect.toMoment(oldest(at));
  const rows = await session
    .db()
    .selectFrom('idempotency_keys')
    .select('hash')
    .where('created_at', '<=', limit)
    .orderBy('created_at')
    .limit(500)
    .execute();
  if (rows.length === 0) return 0;
  const { numDeletedRows } = await session
    .db()
    .deleteFrom('idempotency_keys')
    .where(
      'hash',
      'in',
      rows.map(({ hash }) => hash),
    )
    .where('created_at', '<=', limit) // another node may have begun to use it anew
    .executeTakeFirst();
  return Number(numDeletedRows);
};

const answerOf = ({ status, headers, body }: KeyRow): KeptAnswer => ({
  status,
  headers: JSON.parse(headers) as Record<string, string>,
  body,
});

const hashOf = ({ caller, route, key }: KeyedRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([caller, route, key]))
    .digest('base64url');
