import { escaped, line, text } from '../report/chart.ts';
import type { ScaleResults } from './scale-results.ts';

const colours = ['#8d99ae', '#e09f3e', '#9e2a2b', '#0b6e4f', '#333'];
const width = 900;
const row = 16;
const margin = { top: 80, left: 330, right: 30, bottom: 20 };

/** p99 of every question at every size, on a logarithmic scale: where the dots lie together, size does not matter. */
export const scaleChartOf = ({ date, plan, growths }: ScaleResults): string => {
  const values = growths.flatMap(({ sizes }) => sizes.map(({ p99 }) => p99)).filter((p99) => p99 > 0);
  const least = Math.floor(Math.log10(Math.min(...values)));
  const most = Math.ceil(Math.log10(Math.max(...values)));
  const height = margin.top + growths.length * row + margin.bottom;
  const x = (ms: number): number =>
    margin.left + ((width - margin.left - margin.right) * (Math.log10(ms) - least)) / (most - least);
  const grid = Array.from({ length: most - least + 1 }, (_, power) => 10 ** (least + power)).flatMap((ms) => [
    line(x(ms), margin.top - 8, x(ms), height - margin.bottom, '#ddd'),
    text(x(ms), margin.top - 14, `${ms} ms`, 'middle'),
  ]);
  const rows = growths.flatMap(({ name, actor, sizes }, index) => {
    const y = margin.top + index * row + row / 2;
    const all = sizes.map(({ p99 }) => x(p99));
    return [
      text(margin.left - 10, y + 4, `${name} (${actor})`, 'end'),
      line(Math.min(...all), y, Math.max(...all), y, '#bbb'),
      ...all.map((cx, size) => dot(cx, y, size)),
    ];
  });
  const legend = plan.sizes.flatMap((size, index) => [
    dot(margin.left + index * 130, 46, index),
    text(margin.left + index * 130 + 10, 50, `${size.toLocaleString('en')} tickets`, 'start'),
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="20" y="24" font-size="15" font-weight="600">${escaped(`p99 by number of tickets, ${date.slice(0, 10)}`)}</text>`,
    ...legend,
    ...grid,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
};

const dot = (x: number, y: number, size: number): string =>
  `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4" fill="${colours[size % colours.length]}"/>`;
