import type { Figures } from './figures.ts';
import { targets } from './targets.ts';

/** Bars of one cell: a group for each operation, a bar for each system, as a ratio to the base. */
export type Chart = {
  readonly title: string;
  readonly base: string;
  readonly figures: readonly Figures[];
};

const colours = ['#0b6e4f', '#8d99ae', '#e09f3e', '#9e2a2b'];
const width = 900;
const height = 380;
const margin = { top: 70, right: 20, bottom: 50, left: 50 };
const plot = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };

/** A chart of ratios of requests per second, drawn as SVG: the base is the line at 1, targets are dashes. */
export const chartOf = ({ title, base, figures }: Chart): string => {
  // Hexdesk is measured last and shown first
  const systems = [...new Set(figures.map(({ system }) => system))]
    .filter((name) => name !== base)
    .toReversed();
  const operations = [...new Set(figures.map(({ operation }) => operation))];
  const ratioOf = (figure: Figures): number => figure.ratio?.median ?? 1;
  const top = Math.ceil(Math.max(2, ...figures.map(ratioOf)) * 2) / 2;
  const y = (ratio: number): number => margin.top + plot.height * (1 - ratio / top);
  const group = plot.width / operations.length;
  const bar = (group * 0.7) / systems.length;

  const grid = Array.from({ length: top * 2 + 1 }, (_, index) => index / 2).flatMap((ratio) => [
    line(margin.left, y(ratio), width - margin.right, y(ratio), ratio === 1 ? '#333' : '#ddd'),
    text(margin.left - 8, y(ratio) + 4, ratio.toFixed(1), 'end'),
  ]);
  const bars = operations.flatMap((operation, place) => {
    const left = margin.left + place * group + group * 0.15;
    const target = y(targets[operation]);
    return [
      ...systems.flatMap((system, index) => {
        const figure = figures.find((one) => one.operation === operation && one.system === system);
        if (figure === undefined) return [];
        const x = left + index * bar;
        const ratio = ratioOf(figure);
        return [
          `<rect x="${px(x)}" y="${px(y(ratio))}" width="${px(bar - 2)}" height="${px(y(0) - y(ratio))}" fill="${colours[index % colours.length]}"/>`,
          text(x + bar / 2, y(ratio) - 4, ratio.toFixed(2), 'middle'),
        ];
      }),
      base === 'go'
        ? `<path d="M${px(left - 4)} ${px(target)}h${px(group * 0.7 + 8)}" stroke="#c1121f" stroke-width="1.5" stroke-dasharray="4 3"/>`
        : '',
      text(left + group * 0.35, height - margin.bottom + 20, operation, 'middle'),
    ];
  });
  const legend = systems.map(
    (system, index) =>
      `<rect x="${margin.left + index * 110}" y="40" width="12" height="12" fill="${colours[index % colours.length]}"/>${text(margin.left + index * 110 + 18, 50, system, 'start')}`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${margin.left}" y="24" font-size="15" font-weight="600">${escaped(title)}</text>`,
    ...legend,
    ...grid,
    ...bars.filter((part) => part !== ''),
    '</svg>',
    '',
  ].join('\n');
};

const px = (value: number): string => value.toFixed(1);

/** A line from one place to another. */
export const line = (x1: number, y1: number, x2: number, y2: number, colour: string): string =>
  `<path d="M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}" stroke="${colour}"/>`;

/** Text at a place. */
export const text = (x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string =>
  `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${escaped(content)}</text>`;

/** Text as XML has it. */
export const escaped = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
