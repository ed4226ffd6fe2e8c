import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../flags.ts';
import type { StartUp } from '../start-up.ts';
import { chartOf } from './chart.ts';
import type { Figures } from './figures.ts';
import { markdownOf } from './markdown.ts';

/** Everything one run of the bench found out. */
export type Results = {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly mysql: string;
  readonly revision: string;
  readonly plan: Plan;
  /** What the ratios are held against; nothing when Hexdesk ran alone. */
  readonly base: string | undefined;
  readonly startUp: StartUp;
  readonly figures: readonly Figures[];
};

const folder = join(import.meta.dirname, '../results');

/** Writes the results as JSON, as a page and as charts, and says where. */
export const writeResults = async (results: Results): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const name = join(folder, results.date.replaceAll(':', '').replace(/\..*$/, ''));
  await writeFile(`${name}.json`, `${JSON.stringify(results, undefined, 2)}\n`);
  await writeFile(`${name}.md`, markdownOf(results));
  const { base } = results;
  if (base === undefined) return `${name}.md`;
  for (const [cell, figures] of Map.groupBy(results.figures, cellOf)) {
    const title = `Requests per second, ${base} = 1 (${cell})`;
    await writeFile(
      `${name}-${cell.replaceAll(/[^0-9]+/g, '-').replace(/^-|-$/g, '')}.svg`,
      chartOf({ title, base, figures }),
    );
  }
  return `${name}.md`;
};

const cellOf = ({ tickets, connections }: Figures): string =>
  `${tickets} tickets, ${connections} connections`;
