import type { MikroORM } from '@mikro-orm/sql';
import type { Pool } from 'mysql2';
import { causesOf, type Dialect } from './dialect.ts';

const retryable = new Set([1205, 1213]);
const duplicate = 1062;
/** Too many connections, shutting down, disk full, read only, access or database lost, query interrupted or too long. */
const away = new Set([1021, 1040, 1041, 1044, 1045, 1049, 1053, 1105, 1114, 1290, 1317, 1836, 3024, 4031]);
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
]);
const awayMessages = /queue limit reached|closed state|pool is closed|connect ETIMEDOUT/i;

/** MySQL 8.4 and later. */
export const mysqlDialect: Dialect = {
  name: 'mysql',
  toMoment: (at) => at.toISOString().replace('T', ' ').replace('Z', ''),
  fromMoment: (moment) => new Date(`${String(moment).replace(' ', 'T')}Z`),
  locksRows: true,
  exclusively,
  classify(error) {
    for (const { errno, code, fatal, message } of causesOf(error)) {
      if (typeof errno === 'number' && retryable.has(errno)) return 'retry';
      if (errno === duplicate) return 'duplicate';
      if (typeof errno === 'number' && away.has(errno)) return 'unavailable';
      if (typeof code === 'string' && awayCodes.has(code)) return 'unavailable';
      if (fatal === true || awayMessages.test(String(message))) return 'unavailable';
    }
    return 'other';
  },
};

const lockWaitSeconds = 60;

async function exclusively<Result>(
  orm: MikroORM,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const pool = (await orm.em.getConnection().getNativeClient()) as Pool;
  const connection = await pool.promise().getConnection();
  try {
    const [rows] = await connection.query('select get_lock(concat(database(), ?), ?) as held', [
      `.${name}`,
      lockWaitSeconds,
    ]);
    if ((rows as { held: number | null }[])[0]?.held !== 1) {
      throw new Error(`another process has been busy with "${name}" for ${lockWaitSeconds} s`);
    }
    return await work();
  } finally {
    await connection.query('select release_lock(concat(database(), ?))', [`.${name}`]);
    connection.release();
  }
}
