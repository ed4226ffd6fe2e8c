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

  /** Runs on this node at most one request of a key at a time. */
  const alone = async <Answer>(
    request: KeyedRequest,
    run: (hash: string) => Promise<Once<Answer>>,
  ): Promise<Once<Answer>> => {
    const hash = hashOf(request);
    if (running.has(hash)) return { outcome: 'in-flight' };
    running.add(hash);
    try {
      return await run(hash);
    } finally {
      running.delete(hash);
    }
  };

  return {
    once: (request, effect, keep) =>
      alone(request, (hash) => inTransaction(session, { hash, at: clock.now(), request, effect, keep })),

    onceApart: (request, effect, keep) =>
      alone<Awaited<ReturnType<typeof effect>>>(request, async (hash) => {
        const known = await session.read(() => rowOf(session, hash));
        if (known !== undefined && !isExpired(session, known, clock.now())) return told(known, request);
        const answer = await effect();
        await inTransaction(session, { hash, at: clock.now(), request, effect: async () => answer, keep });
        return { outcome: 'done', answer };
      }),

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

const inTransaction = async <Answer>(session: Session, wanted: Attempt<Answer>): Promise<Once<Answer>> => {
  try {
    return await session.transaction(() => attempt(session, wanted));
  } catch (error) {
    if (error instanceof NotKept) return { outcome: 'done', answer: error.answer as Answer };
    throw error;
  }
};

const attempt = async <Answer>(session: Session, wanted: Attempt<Answer>): Promise<Once<Answer>> => {
  const { hash, request, effect, keep } = wanted;
  const found = await reserve(session, wanted);
  if (found === 'in-flight') return { outcome: 'in-flight' };
  if (found !== 'reserved') return told(found, request);
  const answer = await effect();
  const record = keep(answer);
  if (record === undefined) throw new NotKept(answer);
  await session.later(
    session
      .db()
      .updateTable('idempotency_keys')
      .set({ status: record.status, headers: JSON.stringify(record.headers), body: record.body })
      .where('hash', '=', hash),
  );
  return { outcome: 'done', answer };
};

type KeyRow = RowOf<'idempotency_keys'>;

/** What a kept answer means to a request of the same key. */
const told = (row: KeyRow, { fingerprint }: KeyedRequest): Once<never> =>
  row.fingerprint === fingerprint ? { outcome: 'replayed', answer: answerOf(row) } : { outcome: 'reused' };

const rowOf = (session: Session, hash: string): Promise<KeyRow | undefined> =>
  session.db().selectFrom('idempotency_keys').selectAll().where('hash', '=', hash).executeTakeFirst();

const isExpired = ({ dialect }: Session, { created_at }: KeyRow, at: Date): boolean =>
  dialect.fromMoment(created_at) <= oldest(at);

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
  const row = await rowOf(session, wanted.hash);
  if (row === undefined) return 'in-flight';
  if (!isExpired(session, row, wanted.at)) return row;
  const { numUpdatedRows } = await session
    .db()
    .updateTable('idempotency_keys')
    .set(pendingRow(session, wanted))
    .where('hash', '=', wanted.hash)
    .where('created_at', '=', row.created_at)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? 'reserved' : ((await rowOf(session, wanted.hash)) ?? 'in-flight');
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
