import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stalls } from '../machine/stalls.ts';
import { quantile } from '../report/figures.ts';
import type { Effort } from './effort.ts';
import type { Sample } from './measure.ts';
import { scaleChartOf } from './scale-chart.ts';
import { scalePageOf } from './scale-page.ts';
import type { ScalePlan } from './scale-plan.ts';

/** Milliseconds that requests took. */
export type Times = { readonly p50: number; readonly p95: number; readonly p99: number };

/** What one question took at one size. */
export type AtSize = Times & {
  readonly tickets: number;
  readonly requests: number;
  readonly failures: number;
  readonly effort: Effort;
};

/** What one question took at every size. */
export type Growth = {
  readonly name: string;
  readonly actor: string;
  /** The smallest size first. */
  readonly sizes: readonly AtSize[];
  /** Of the largest size against the smallest. */
  readonly p50Ratio: number;
  readonly p95Ratio: number;
  readonly p99Ratio: number;
};

/** Everything that a run at several sizes found out. */
export type ScaleResults = {
  readonly date: string;
  readonly machine: string;
  /** Before anything was asked. */
  readonly stalls: Stalls;
  readonly mysql: string;
  readonly revision: string;
  readonly plan: ScalePlan;
  readonly growths: readonly Growth[];
  /** Of all questions together, at each size. */
  readonly together: readonly Times[];
};

/** What the largest size may take of what the smallest does. */
export const mostGrowth = 1.5;

/** Puts the sizes of each question side by side. */
export const growthsOf = (
  samples: readonly Sample[],
  effortOf: (sample: Sample) => Effort,
): readonly Growth[] =>
  [...Map.groupBy(samples, ({ question }) => question)].map(([{ name, actor }, ofOne]) => {
    const sizes = ofOne.map(
      (sample): AtSize => ({
        tickets: sample.tickets,
        ...timesOf(sample.latencies),
        requests: sample.latencies.length,
        failures: sample.failures,
        effort: effortOf(sample),
      }),
    );
    const ratio = (of: 'p50' | 'p95' | 'p99'): number =>
      (sizes.at(-1)?.[of] ?? Number.NaN) / (sizes[0]?.[of] ?? Number.NaN);
    return { name, actor, sizes, p50Ratio: ratio('p50'), p95Ratio: ratio('p95'), p99Ratio: ratio('p99') };
  });

/** What all questions took at each size, the smallest first: what hits one request in a hundred of one kind by chance is even here. */
export const timesTogether = (samples: readonly Sample[]): readonly Times[] =>
  [...Map.groupBy(samples, ({ tickets }) => tickets).values()].map((ofSize) =>
    timesOf(Float64Array.from(ofSize.flatMap(({ latencies }) => [...latencies])).sort()),
  );

const timesOf = (sorted: Float64Array): Times => ({
  p50: quantile(sorted, 0.5),
  p95: quantile(sorted, 0.95),
  p99: quantile(sorted, 0.99),
});

/** The page has those that matter. */
const withoutStatements = (key: string, value: unknown): unknown => (key === 'heaviest' ? undefined : value);

const folder = join(import.meta.dirname, '../results');

/** Writes the results as JSON, as a page and as a chart, and says where. */
export const writeScaleResults = async (results: ScaleResults): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const name = join(folder, `scale-${results.date.replaceAll(':', '').replace(/\..*$/, '')}`);
  await writeFile(`${name}.json`, `${JSON.stringify(results, withoutStatements, 2)}\n`);
  await writeFile(`${name}.md`, scalePageOf(results));
  await writeFile(`${name}.svg`, scaleChartOf(results));
  return `${name}.md`;
};
