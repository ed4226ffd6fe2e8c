import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chartOf } from './chart.ts';
import { percentOf, type Report, type Score, scoresOf, total } from './scores.ts';

const repository = join(import.meta.dirname, '../..');
const page = join(repository, 'docs/mutation.md');
const goal = 85;

const scoresIn = async (group: string): Promise<readonly Score[]> => {
  const text = await readFile(join(repository, `.cache/mutation/${group}.json`), 'utf8');
  return scoresOf(JSON.parse(text) as Report);
};

const lineOf = (score: Score): string => {
  const { folder, killed, survived } = score;
  return `| ${folder} | ${killed + survived} | ${killed} | ${survived} | ${percentOf(score).toFixed(1)} % |`;
};

const domain = await scoresIn('domain');
const tokens = await scoresIn('tokens');
const table = [
  `Measured on ${new Date().toISOString().slice(0, 10)}:`,
  '',
  '| folder | mutants | killed | survived | score |',
  '|---|--:|--:|--:|--:|',
  ...domain.map(lineOf),
  lineOf(total('**the domain**', domain)),
  ...tokens.map(lineOf),
  lineOf(total('**keys, cursors and tokens**', tokens)),
].join('\n');

const told = await readFile(page, 'utf8');
await writeFile(
  page,
  told.replace(/(?<=<!-- scores -->\n).*?(?=\n<!-- \/scores -->)/s, () => table),
);
await writeFile(join(repository, 'docs/mutation.svg'), chartOf([...domain, ...tokens], goal));
