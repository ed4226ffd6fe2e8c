import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Check, checks } from './check/finding.ts';
import { contentionDefects } from './contention/defects.ts';
import { changedBy } from './defects/changed-by.ts';
import { defects } from './defects/defects.ts';

const sourceOf = (file: string): Promise<string> =>
  readFile(join(import.meta.dirname, '../..', file), 'utf8');

describe('The defects that the fault suite plants', () => {
  test.each([...defects, ...contentionDefects])('"$name" has its place in the source', async (defect) => {
    const source = await sourceOf(defect.file);
    expect(changedBy(defect, source)).not.toBe(source);
  });

  test('are told apart from a source in which their place is gone', () => {
    for (const defect of defects) expect(() => changedBy(defect, 'else')).toThrow('cannot be planted');
  });

  test('are there for every check but the one for what nobody asked for', () => {
    const meant = new Set(defects.map(({ foundBy }) => foundBy));
    const others = (Object.keys(checks) as Check[]).filter((check) => !meant.has(check));
    expect(others).toEqual(['unasked']);
  });
});
