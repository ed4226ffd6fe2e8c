import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.ts';

const ceiling = 250;

test(`no file is longer than ${ceiling} lines`, async () => {
  const files = [...(await sourceFiles('src')), ...(await sourceFiles('tests'))];
  const sizes = await Promise.all(
    files.map(async (file) => ({ file, lines: (await readFile(file, 'utf8')).trimEnd().split('\n').length })),
  );
  expect(sizes).not.toHaveLength(0);
  expect(sizes.filter(({ lines }) => lines > ceiling)).toEqual([]);
});
