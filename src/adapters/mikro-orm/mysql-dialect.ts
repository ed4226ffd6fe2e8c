import { sql } from 'kysely';
import { causesOf, type Dialect, storable } from './dialect.ts';
import { held, joined } from './held-statements.ts';
import { unhurriedly } from './mysql-pool.ts';

/** Lock wait timeout, deadlock, and a commit that the cluster takes back. */
const retryable = new Set([1205, 1213, 3101]);
const duplicate = 1062;
/** Disk full, too many connections, shutting down, access or database lost, read only, interrupted, too long, killed. */
const away = new Set([
  1021, 1040, 1041, 1044, 1045, 1049, 1053, 1105, 1114, 1135, 1203, 1226, 1290, 1317, 1836, 3024, 3169, 4031,
]);
const awayCodes = new Set([
  'no-connection',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
]);

/** MySQL 8.4 and later. */
export const mysqlDialect: Dialect = {
  name: 'mysql',
  toMoment: (at) => storable(at).toISOString().replace('T', ' ').replace('Z', ''),
  fromMoment: (moment) => new Date(`${String(moment).replace(' ', 'T')}Z`),
  locksRows: true,
  all: together,
  isFar: true,
  later: held,
  exclusively,
  classify(error) {
    for (const { errno, code, fatal, sqlMessage } of causesOf(error)) {
      if (errno === duplicate && String(sqlMessage).endsWith("for key 'facts.PRIMARY'")) return 'retry';
      if (typeof errno === 'number' && retryable.has(errno)) return 'retry';
      if (errno === duplicate) return 'duplicate';
      if (typeof errno === 'number' && away.has(errno)) return 'unavailable';
      if ((typeof code === 'string' && awayCodes.has(code)) || fatal === true) return 'unavailable';
    }
    return 'other';
  },
};

/** One packet, whose results come one after the other. */
async function together(...[db, queries]: Parameters<Dialect['all']>): ReturnType<Dialect['all']> {
  const [first] = queries;
  if (first === undefined) return [];
  if (queries.length === 1) return [(await db.executeQuery(first)).rows];
  const { rows } = await db.executeQuery<readonly unknown[]>({
    ...first,
    sql: joined(queries.map(({ sql }) => sql)),
    parameters: queries.flatMap(({ parameters }) => parameters),
  });
  return rows;
}

const lockWaitSeconds = 60;

/** Named locks are the server's, not the database's: the database's name keeps its neighbours apart. */
const lockName = (name: string) => sql`sha2(concat(database(), '.', ${name}), 256)`;

function exclusively<Result>(
  ...[kysely, name, work]: Parameters<typeof mysqlDialect.exclusively<Result>>
): Promise<Result> {
  return unhurriedly(() =>
    kysely.connection().execute(async (holder) => {
      const wait = sql.lit(lockWaitSeconds);
      const { rows } = await sql<{
        held: number | null;
      }>`select /*+ MAX_EXECUTION_TIME(0) */ get_lock(${lockName(name)}, ${wait}) as held`.execute(holder);
      if (rows[0]?.held !== 1) {
        throw new Error(`another process has been busy with "${name}" for ${lockWaitSeconds} s`);
      }
      try {
        return await work();
      } finally {
        await sql`select release_lock(${lockName(name)})`.execute(holder);
      }
    }),
  );
}
