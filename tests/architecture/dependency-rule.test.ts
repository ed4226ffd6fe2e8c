import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, test } from 'vitest';
// @ts-expect-error the configuration is plain JavaScript
import rules from '../../.dependency-cruiser.mjs';
import { plantedBreaches } from './planted-breaches.ts';
import { sourceFiles } from './source-files.ts';

const repository = join(import.meta.dirname, '../..');
const planted = join(import.meta.dirname, 'planted');

const cruised = async (root: string): Promise<ICruiseResult> => {
  const { output } = await cruise(['src'], {
    ...rules.options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: rules.forbidden },
  });
  return output as ICruiseResult;
};

describe('the dependency rule', () => {
  test('was checked on every file of every ring', async () => {
    const { modules } = await cruised(repository);
    const checked = modules.map(({ source }) => source).filter((source) => source.startsWith('src/'));
    for (const ring of ['domain', 'application', 'adapters', 'bootstrap']) {
      expect(
        checked.filter((source) => source.startsWith(`src/${ring}/`)),
        ring,
      ).not.toHaveLength(0);
    }
    expect(checked.sort()).toEqual(await sourceFiles('src'));
  });

  test('holds', async () => {
    const { summary } = await cruised(repository);
    expect(summary.violations.map(described)).toEqual([]);
  });

  test('notices every planted breach, and nothing that is allowed', async () => {
    const { summary } = await cruised(planted);
    expect(summary.violations.map(described).sort()).toEqual([...plantedBreaches].sort());
  });

  test('has no part that was never seen to fail', () => {
    const seen = new Set(plantedBreaches.map((breach) => breach.split(':')[0]));
    expect(
      [...new Set(rules.forbidden.map(({ name }: { name: string }) => name))].filter(
        (name) => !seen.has(name as string),
      ),
    ).toEqual([]);
  });
});

const described = ({ rule, from, to }: ICruiseResult['summary']['violations'][number]): string =>
  `${rule.name}: ${from} -> ${to.replace(/^.*node_modules\/((?:@[^/]+\/)?[^/]+)\/.*$/, '$1')}`;
