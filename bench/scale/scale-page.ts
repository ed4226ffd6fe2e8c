import { type Growth, mostGrowth, type ScaleResults } from './scale-results.ts';

/** The results as a page of tables. */
export const scalePageOf = (results: ScaleResults): string => {
  const { date, machine, mysql, revision, plan, growths } = results;
  const over = growths.filter(isOver).toSorted((one, other) => other.p50Ratio - one.p50Ratio);
  const sizes = plan.sizes.map((size) => size.toLocaleString('en'));
  return [
    `# Scale, ${date}`,
    '',
    `${machine}; ${mysql}; Hexdesk at ${revision}.`,
    `${sizes.join(', ')} tickets side by side, ${plan.samples} requests of each kind at each size, in turns of ten; pages of ${plan.limit}.`,
    `Milliseconds; ratios are of the largest size to the smallest; **bold** is over ${mostGrowth}.`,
    `Rows are those that the statements of one request look at, which no noise is in.`,
    '',
    `${growths.length - over.length} of ${growths.length} stay within ${mostGrowth} times at p99, ${growths.filter(({ p50Ratio }) => p50Ratio <= mostGrowth).length} at p50.`,
    '',
    `| operation | actor | p50 at ${sizes.join(' / ')} | ratio | p99 | ratio | rows looked at | failed |`,
    '|---|---|--:|--:|--:|--:|--:|--:|',
    ...growths.map(lineOf),
    '',
    ...(over.length === 0
      ? []
      : ['## The statements behind what grew most', '', ...over.slice(0, 5).map(worst)]),
    '',
  ].join('\n');
};

const isOver = ({ p99Ratio }: Growth): boolean => p99Ratio > mostGrowth;

const lineOf = ({ name, actor, sizes, p50Ratio, p99Ratio }: Growth): string => {
  const each = (of: (size: Growth['sizes'][number]) => string): string => sizes.map(of).join(' / ');
  const cells = [
    name,
    actor,
    each(({ p50 }) => p50.toFixed(1)),
    marked(p50Ratio),
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
