import { neverTold } from '../systems/hexdesk.ts';
import type { Figures } from './figures.ts';
import type { Results } from './results.ts';
import { idleMemoryTargetMiB, revocationTarget, startUpTargetMs, targets } from './targets.ts';

/** The results as a page of tables. */
export const markdownOf = (results: Results): string =>
  [
    `# Bench, ${results.date}`,
    '',
    `${results.machine}; Node ${results.node}; ${results.mysql}; Hexdesk at ${results.revision}.`,
    `Rounds of ${results.plan.seconds} s, interleaved, ${results.plan.rounds} of each; base of the ratios: ${results.base ?? 'none'}.`,
    results.plan.mails ? 'Mails were written, too.' : 'Nobody was to be told by mail.',
    '',
    ...startUpLines(results),
    '',
    '| tickets | operation | connections | system | requests/s | ratio (range) | target | app CPU µs | CPU ratio | DB CPU µs | p50 ms | p99 ms | failed | others |',
    '|--:|---|--:|---|--:|---|--:|--:|--:|--:|--:|--:|---|--:|',
    ...results.figures.map((figures) => lineOf(figures, results.base)),
    '',
  ].join('\n');

const startUpLines = ({ startUp }: Results): readonly string[] => [
  `Start-up to the first 200: ${startUp.medianMs.toFixed(0)} ms (target ≤ ${startUpTargetMs});`,
  `idle memory: ${startUp.idleMiB.toFixed(0)} MiB (target ≤ ${idleMemoryTargetMiB}).`,
];

const lineOf = (figures: Figures, base: string | undefined): string => {
  const { ratio, cpuRatio, failures } = figures;
  const goal = figures.system === 'hexdesk' ? goalOf(figures, base) : '';
  const failed = Object.entries(failures).map(([status, count]) => `${count} × ${status}`);
  const cells = [
    figures.tickets,
    figures.operation,
    figures.connections,
    figures.system,
    figures.requestsPerSecond.toFixed(0),
    ratio
      ? `**${ratio.median.toFixed(2)}** (${ratio.least.toFixed(2)}..${ratio.most.toFixed(2)})`
      : base === undefined
        ? ''
        : '1',
    goal,
    figures.appMicroseconds.toFixed(0),
    cpuRatio?.toFixed(2) ?? (base === undefined ? '' : '1'),
    figures.databaseMicroseconds.toFixed(0),
    figures.p50.toFixed(2),
    figures.p99.toFixed(2),
    failed.join(', '),
    `${(100 * figures.foreign).toFixed(0)} %`,
  ];
  return `| ${cells.join(' | ')} |`;
};

const goalOf = ({ operation }: Figures, base: string | undefined): string => {
  if (base === 'go') return `≥ ${targets[operation]}`;
  return base === neverTold ? `≥ ${revocationTarget}` : '';
};
