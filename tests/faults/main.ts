/** Breaks what Hexdesk stands on, again and again, while people use it, and compares what is left with what was said. */
import { progress } from '../../bench/progress.ts';
import { createDatabase } from '../support/mysql/databases.ts';
import { checks } from './check/finding.ts';
import { type Defect, defects } from './defects/defects.ts';
import { tried } from './defects/sensitivity.ts';
import { planFrom } from './flags.ts';
import { startRestartableMysql } from './machine/restartable-mysql.ts';
import {
  checksIn,
  defectTable,
  findingLines,
  type Planted,
  type Tried,
  trialTable,
} from './report/report.ts';
import { allScenarios } from './scenarios/all-scenarios.ts';
import type { Ground } from './scenarios/scenario.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));

const { isQuick, only } = planFrom(process.argv.slice(2));
const wanted = <Named extends { readonly name: string }>(all: readonly Named[]): readonly Named[] =>
  all.filter(({ name }) => only === undefined || name.includes(only));

const trials: Tried[] = [];
const planted: Planted[] = [];
let broken = 0;

const mysql = await startRestartableMysql(say);
say(`${mysql.origin}, ${isQuick ? 'quick' : 'in full'}`);

const groundFor = (show: Ground['progress']): Ground => ({
  mysql,
  isQuick,
  progress: show,
  database: async () => (await createDatabase(mysql.url)).url,
});

/** What two nodes do at once shows only by chance. */
const mostTries = 3;

const foundIn = async (defect: Defect): Promise<Planted['found']> => {
  for (let tries = 1; ; tries += 1) {
    const found = checksIn(
      (
        await tried(
          defect,
          groundFor(() => {}),
        )
      ).findings,
    );
    if (found.includes(defect.foundBy) || tries === mostTries) return found;
  }
};

try {
  for (const { name, run } of wanted(allScenarios)) {
    const begun = performance.now();
    const bar = progress(name, 100);
    try {
      const verdict = await run(groundFor((done, total) => bar.at((100 * done) / total)));
      const seconds = Math.round((performance.now() - begun) / 1000);
      bar.end(`${verdict.findings.length === 0 ? '✔' : '✘'} ${seconds} s`);
      for (const line of findingLines(verdict.findings)) say(line);
      trials.push({ name, verdict, seconds });
    } catch (error) {
      broken += 1;
      bar.end('✘ it could not be tried');
      console.error(error);
      if (!mysql.isUp) await mysql.start();
    }
  }
  for (const defect of wanted(defects).filter((_, index) => !isQuick || index % 3 === 0)) {
    const bar = progress(`planted: ${defect.name}`, 1);
    try {
      const found = await foundIn(defect);
      planted.push({ defect, found });
      bar.end(`${found.includes(defect.foundBy) ? '✔' : '✘ not'} found (${found.join(', ')})`);
    } catch (error) {
      broken += 1;
      bar.end('✘ it could not be tried');
      console.error(error);
      if (!mysql.isUp) await mysql.start();
    }
  }
} finally {
  await mysql.stop();
}

const failedChecks = trials.reduce((sum, { verdict }) => sum + checksIn(verdict.findings).length, 0);
const missed = planted.filter(({ defect, found }) => !found.includes(defect.foundBy)).length;
const passed = trials.length * Object.keys(checks).length - failedChecks + planted.length - missed;
const failed = failedChecks + missed + broken;
if (trials.length > 0) console.log(`\n${trialTable(trials)}`);
if (planted.length > 0) console.log(`\n${defectTable(planted)}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
