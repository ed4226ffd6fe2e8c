import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../tests/support/mysql/databases.ts';
import type { MysqlServer } from '../tests/support/mysql/mysql-server.ts';
import { type Plan, planFrom } from './flags.ts';
import { measuredMysql } from './measured-mysql.ts';
import { type Figures, figuresOf } from './report/figures.ts';
import { markdownOf } from './report/markdown.ts';
import { type Results, writeResults } from './report/results.ts';
import { revisionHere } from './revision-here.ts';
import { interleaved } from './rounds.ts';
import { runScale } from './scale/run-scale.ts';
import { scalePlanFrom } from './scale/scale-plan.ts';
import { seedHexdesk } from './seed/seed-hexdesk.ts';
import { measureStartUp, type StartUp } from './start-up.ts';
import { baselineSources, startBaselines } from './systems/baselines.ts';
import { forgetfulSystem, type HexdeskOptions, hexdeskSystem, neverTold } from './systems/hexdesk.ts';
import type { System } from './systems/system.ts';

/** What the measured systems have in common. */
type Bench = { readonly plan: Plan; readonly mysql: MysqlServer; readonly folder: string };

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const bench = async (args: readonly string[]): Promise<void> => {
  const plan = planFrom(args);
  const folder = await mkdtemp(join(tmpdir(), 'hexdesk-bench-'));
  const mysql = await measuredMysql(plan.bufferPool);
  try {
    say(`${mysql.origin}, durable`);
    const figures: Figures[] = [];
    let startUp: StartUp | undefined;
    for (const tickets of plan.sizes) {
      const options = await seeded({ plan, mysql, folder }, tickets);
      startUp ??= await measureStartUp(options, plan.startUps);
      figures.push(...(await measureAll({ plan, mysql, folder }, options)));
    }
    if (startUp === undefined) return;
    const results: Results = {
      date: new Date().toISOString(),
      machine: `${cpus().length} × ${cpus()[0]?.model ?? 'an unknown processor'}`,
      node: process.versions.node,
      mysql: mysql.origin,
      revision: await revisionHere(),
      plan,
      base: baseOf(figures.map(({ system }) => system)),
      startUp,
      figures,
    };
    console.log(markdownOf(results));
    say(`written to ${await writeResults(results)}`);
  } finally {
    await mysql.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const seeded = async ({ plan, mysql, folder }: Bench, tickets: number): Promise<HexdeskOptions> => {
  const secret = randomBytes(32).toString('base64url');
  const { url: databaseUrl } = await createDatabase(mysql.url);
  await seedHexdesk({ databaseUrl, tickets, mails: plan.mails, secret });
  return { databaseUrl, tickets, secret, folder };
};

const measureAll = async (
  { plan, mysql, folder }: Bench,
  options: HexdeskOptions,
): Promise<readonly Figures[]> => {
  const { tickets } = options;
  const sources = plan.baselines.length === 0 ? undefined : baselineSources();
  const systems: System[] = [];
  try {
    if (sources !== undefined) {
      const where = { sources, serverUrl: mysql.url, folder };
      systems.push(...(await startBaselines({ ...where, tickets, names: plan.baselines, say })));
    }
    if (plan.revocation) systems.push(await forgetfulSystem(options));
    systems.push(await hexdeskSystem(options));
    const base = baseOf(systems.map(({ name }) => name)) ?? 'hexdesk';
    const all: Figures[] = [];
    for (const operation of plan.operations) {
      for (const connections of plan.connections) {
        const { rounds, seconds, warmUpSeconds } = plan;
        const how = { operation, connections, rounds, seconds, warmUpSeconds, databasePid: mysql.pid };
        const figures = figuresOf({ tickets, operation, connections }, await interleaved(systems, how), base);
        for (const figure of figures) say(briefly(figure));
        all.push(...figures);
      }
    }
    return all;
  } finally {
    await Promise.all(systems.map((system) => system.stop()));
  }
};

/** The Go service where it is measured, else the raw server, or Hexdesk never told; nothing where Hexdesk is alone. */
const baseOf = (systems: readonly string[]): string | undefined =>
  ['go', 'raw', neverTold].find((name) => systems.includes(name));

const briefly = ({ tickets, operation, connections, system, ...figures }: Figures): string =>
  [
    `${tickets} ${operation} ×${connections} ${system}:`,
    `${figures.requestsPerSecond.toFixed(0)}/s`,
    figures.ratio === undefined ? '' : `(${figures.ratio.median.toFixed(2)})`,
    `app ${figures.appMicroseconds.toFixed(0)} µs, database ${figures.databaseMicroseconds.toFixed(0)} µs`,
  ].join(' ');

const args = process.argv.slice(2);
await (args.includes('--scale') ? runScale(scalePlanFrom(args), say) : bench(args));
