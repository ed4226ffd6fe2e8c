import { type Check, checks, type Finding } from '../check/finding.ts';
import type { Defect } from '../defects/defects.ts';
import type { Verdict } from '../trial/trial.ts';
import { table } from './table.ts';

export type Tried = { readonly name: string; readonly verdict: Verdict; readonly seconds: number };
export type Planted = { readonly defect: Defect; readonly found: readonly Check[] };

/** Which checks have found something. */
export const checksIn = (findings: readonly Finding[]): readonly Check[] => [
  ...new Set(findings.map(({ check }) => check)),
];

const mostShown = 5;

/** Everything that was found in a trial, check by check. */
export const findingLines = (findings: readonly Finding[]): readonly string[] =>
  [...Map.groupBy(findings, ({ check }) => check)].flatMap(([check, those]) => [
    `  ✘ ${checks[check]}: not so, ${those.length} times`,
    ...those.slice(0, mostShown).map(({ what }) => `      ${what}`),
  ]);

/** What was done, how much of it, and whether it did harm. */
export const trialTable = (tried: readonly Tried[]): string =>
  table(
    ['fault', 'what was done', 'writes', 'unclear', '503', 'facts', 'mails', 'back after', 'took', ''],
    tried.map(({ name, verdict, seconds }) => [
      name,
      verdict.done,
      String(verdict.acknowledged),
      String(verdict.unclear),
      String(verdict.unavailable),
      String(verdict.facts),
      String(verdict.mails),
      verdict.longestRecoveryMs === undefined ? '' : `${(verdict.longestRecoveryMs / 1000).toFixed(1)} s`,
      `${seconds} s`,
      verdict.findings.length === 0 ? '✔' : '✘',
    ]),
  );

/** Which mistakes the checks noticed. */
export const defectTable = (planted: readonly Planted[]): string =>
  table(
    ['planted defect', 'found by', ''],
    planted.map(({ defect, found }) => [
      defect.name,
      found.includes(defect.foundBy) ? checks[defect.foundBy] : `not by "${checks[defect.foundBy]}"`,
      found.includes(defect.foundBy) ? '✔' : '✘',
    ]),
  );
