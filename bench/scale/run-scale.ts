import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { MysqlServer } from '../../tests/support/mysql/mysql-server.ts';
import { stallsOf } from '../machine/stalls.ts';
import { measuredMysql } from '../measured-mysql.ts';
import { revisionHere } from '../revision-here.ts';
import { renewDesk, seedLargeDesk } from '../seed/seed-large-desk.ts';
import { startHexdeskServer } from '../systems/hexdesk.ts';
import { type Effort, effortOf } from './effort.ts';
import { measure } from './measure.ts';
import { openPlace, type Place } from './place.ts';
import { questionsWith } from './questions.ts';
import { scalePageOf } from './scale-page.ts';
import type { ScalePlan } from './scale-plan.ts';
import { growthsOf, type ScaleResults, timesTogether, writeScaleResults } from './scale-results.ts';

/** The same for every run, so that a database can be used again: nobody's data is in it. */
const secret = Buffer.alloc(32, 'hexdesk at scale').toString('base64url');

const stallsWatchedMs = 5000;

type Site = { readonly databaseUrl: string; readonly place: Place; stop(): Promise<void> };

/** Asks the same of desks of several sizes that stand side by side, and writes down what grew. */
export const runScale = async (plan: ScalePlan, say: (line: string) => void): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'hexdesk-scale-'));
  const mysql = await measuredMysql(plan.bufferPool);
  const sites: Site[] = [];
  try {
    const urls: [number, string][] = [];
    for (const tickets of plan.sizes) urls.push([tickets, await seededOn(mysql, tickets)]);
    for (const [tickets, databaseUrl] of urls) {
      sites.push(await openSite({ databaseUrl, tickets, folder: join(folder, String(tickets)) }));
    }
    for (const { databaseUrl } of sites) await warm(databaseUrl);
    const results = await asked(plan, mysql, sites);
    console.log(scalePageOf(results));
    say(`written to ${await writeScaleResults(results)}`);
  } finally {
    for (const site of sites) await site.stop();
    await mysql.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const asked = async (plan: ScalePlan, mysql: MysqlServer, sites: readonly Site[]): Promise<ScaleResults> => {
  const chosen = questionsWith(plan.limit).filter(({ name, actor }) => isChosen(plan, `${name} ${actor}`));
  const stalls = await stallsOf(stallsWatchedMs);
  const samples = await measure(
    sites.map(({ place }) => place),
    chosen,
    plan.samples,
  );
  const efforts = new Map<unknown, Effort>();
  for (const sample of samples) {
    const site = sites.find(({ place }) => place.tickets === sample.tickets);
    if (site !== undefined)
      efforts.set(sample, await effortOf(site.databaseUrl, site.place, sample.question));
  }
  return {
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'an unknown processor'}`,
    stalls,
    mysql: `${mysql.origin}, buffer pool ${await bufferPoolOf(mysql)}`,
    revision: await revisionHere(),
    plan,
    together: timesTogether(samples),
    growths: growthsOf(samples, (sample) => efforts.get(sample) ?? { rows: 0, ms: 0, heaviest: '' }),
  };
};

/** Reads what a server that has been up for a while has in memory, as far as it fits. */
const warm = async (databaseUrl: string): Promise<void> => {
  const connection = await createConnection({ uri: databaseUrl });
  try {
    for (const table of ['facts', 'messages', 'tickets'])
      await connection.query(`select count(*) from ${table} force index (primary)`);
  } finally {
    await connection.end();
  }
};

/** Of a server that was given, what it has: nothing of it is changed. */
const bufferPoolOf = async ({ url }: MysqlServer): Promise<string> => {
  const connection = await createConnection({ uri: url });
  try {
    const sql = 'select @@innodb_buffer_pool_size / 1048576 as mebibytes';
    const [[row]] = await connection.query<RowDataPacket[]>(sql);
    return `${Number(row?.['mebibytes'])} MiB`;
  } finally {
    await connection.end();
  }
};

const isChosen = ({ only, except }: ScalePlan, name: string): boolean =>
  (only === undefined || name.includes(only)) && (except === undefined || !name.includes(except));

const openSite = async (options: {
  readonly databaseUrl: string;
  readonly tickets: number;
  readonly folder: string;
}): Promise<Site> => {
  const { databaseUrl, tickets, folder } = options;
  await mkdir(folder, { recursive: true });
  const server = await startHexdeskServer({ ...options, secret });
  try {
    const place = await openPlace(server.port, tickets);
    return {
      databaseUrl,
      place,
      stop: async () => {
        place.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
};

/** A desk of this size; one that an earlier run seeded on a server that outlives it is used again. */
const seededOn = async (mysql: MysqlServer, tickets: number): Promise<string> => {
  const name = `hexdesk_scale_${tickets}`;
  const url = new URL(mysql.url);
  url.pathname = `/${name}`;
  const connection = await createConnection({ uri: mysql.url });
  try {
    if (await isSeeded(connection, name)) {
      await renewDesk(url.href);
      return url.href;
    }
    await connection.query(`drop database if exists ${name}`);
    await connection.query(`create database ${name} character set utf8mb4`);
    // whoever is interrupted begins anew
    const isOwn = mysql.pid !== undefined;
    if (isOwn) await connection.query('alter instance disable innodb redo_log');
    await seedLargeDesk({ databaseUrl: url.href, tickets, secret });
    if (isOwn) await connection.query('alter instance enable innodb redo_log');
    return url.href;
  } finally {
    await connection.end();
  }
};

/** The counts come last. */
const isSeeded = async (
  connection: Awaited<ReturnType<typeof createConnection>>,
  name: string,
): Promise<boolean> => {
  const [tables] = await connection.query(
    `select 1 from information_schema.tables where table_schema = ? and table_name = 'ticket_counts'`,
    [name],
  );
  if (!Array.isArray(tables) || tables.length === 0) return false;
  const [counts] = await connection.query(`select 1 from ${name}.ticket_counts limit 1`);
  return Array.isArray(counts) && counts.length > 0;
};
