import { percentOf, type Score } from './scores.ts';

const width = 720;
const row = 26;
const left = 250;
const full = 380;

/** A bar for each folder, drawn as SVG, with a line at the score that must be reached. */
export const chartOf = (scores: readonly Score[], goal: number): string => {
  const bottom = 30 + scores.length * row;
  const bars = scores.flatMap((score, index) => {
    const y = 34 + index * row;
    const percent = percentOf(score);
    return [
      `<text x="${left - 10}" y="${y + 13}" text-anchor="end">${score.folder}</text>`,
      `<rect x="${left}" y="${y}" width="${full}" height="18" fill="#e5e7eb"/>`,
      `<rect x="${left}" y="${y}" width="${((full * percent) / 100).toFixed(1)}" height="18" fill="#0b6e4f"/>`,
      `<text x="${left + full + 8}" y="${y + 13}">${percent.toFixed(1)} %</text>`,
    ];
  });
  const at = left + (full * goal) / 100;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 14}" font-family="system-ui, sans-serif" font-size="12">
<title>The mutation score of each folder, in per cent</title>`,
    `<rect width="${width}" height="${bottom + 14}" fill="#fff"/>`,
    ...bars,
    `<path d="M${at} 26V${bottom + 2}" stroke="#c1121f" stroke-dasharray="4 3"/>`,
    `<text x="${at}" y="20" text-anchor="middle" fill="#c1121f">${goal} %</text>`,
    '</svg>',
    '',
  ].join('\n');
};
