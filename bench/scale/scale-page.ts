import { type Growth, mostGrowth, type ScaleResults, type Times } from './scale-results.ts';

/** The results as a page of tables. */
export const scalePageOf = (results: ScaleResults): string => {
  const { date, machine, mysql, revision, plan, growths, together, stalls } = results;
  const over = growths.filter(isOver).toSorted((one, other) => other.p50Ratio - one.p50Ratio);
  const within = (ratio: 'p50Ratio' | 'p95Ratio'): number =>
    growths.filter((growth) => growth[ratio] <= mostGrowth).length;
  const sizes = plan.sizes.map((size) => size.toLocaleString('en'));
  return [
    `# Scale, ${date}`,
    '',
    `${machine}; ${mysql}; Hexdesk at ${revision}.`,
    `${sizes.join(', ')} tickets side by side, ${plan.samples} requests of each kind at each size, in turns of ten; pages of ${plan.limit}.`,
    `Milliseconds; ratios are of the largest size to the smallest; **bold** is over ${mostGrowth}.`,
    `Rows are those that the statements of one request look at, which no noise is in.`,
    '',
    `Threads that kept every processor busy beforehand were held up for ${(100 * stalls.share).toFixed(1)} % of the time, for up to ${stalls.longestMs.toFixed(0)} ms: no p99 is below what that makes of it.`,
    '',
    `${growths.length - over.length} of ${growths.length} stay within ${mostGrowth} times at p99, ${within('p95Ratio')} at p95, ${within('p50Ratio')} at p50.`,
    '',
    `All questions together: ${(['p50', 'p95', 'p99'] as const).map((time) => togetherIn(together, time)).join(', ')}.`,
    '',
    `| operation | actor | p50 at ${sizes.join(' / ')} | ratio | p95 | ratio | p99 | ratio | rows looked at | failed |`,
    '|---|---|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...growths.map(lineOf),
    '',
    ...(over.length === 0
      ? []
      : ['## The statements behind what grew most', '', ...over.slice(0, 5).map(worst)]),
    '',
  ].join('\n');
};

const togetherIn = (all: readonly Times[], time: keyof Times): string => {
  const growth = (all.at(-1)?.[time] ?? Number.NaN) / (all[0]?.[time] ?? Number.NaN);
  return `${time} ${all.map((times) => times[time].toFixed(1)).join(' / ')} (${marked(growth)} times)`;
};

const isOver = ({ p99Ratio }: Growth): boolean => p99Ratio > mostGrowth;

const lineOf = ({ name, actor, sizes, p50Ratio, p95Ratio, p99Ratio }: Growth): string => {
  const each = (of: (size: Growth['sizes'][number]) => string): string => sizes.map(of).join(' / ');
  const cells = [
    name,
    actor,
    each(({ p50 }) => p50.toFixed(1)),
    marked(p50Ratio),
    each(({ p95 }) => p95.toFixed(1)),
    marked(p95Ratio),
    each(({ p99 }) => p99.toFixed(1)),
    marked(p99Ratio),
    each(({ effort }) => effort.rows.toFixed(0)),
    sizes.reduce((sum, { failures }) => sum + failures, 0) || '',
  ];
  return `| ${cells.join(' | ')} |`;
};

const marked = (ratio: number): string => {
  const text = ratio.toFixed(2);
  return ratio > mostGrowth ? `**${text}**` : text;
};

const worst = ({ name, actor, sizes }: Growth): string => {
  const effort = sizes.at(-1)?.effort;
  return `- ${name}, ${actor}: ${effort?.ms.toFixed(1)} ms and ${effort?.rows.toFixed(0)} rows a request, most of it in\n  \`${effort?.heaviest.replaceAll('`', '')}\``;
};
