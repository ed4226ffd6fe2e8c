import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sampleLetters } from '#adapters/smtp/letters/sample-letters.ts';

test('docs/email.md tells of every letter, and of no other', async () => {
  const docs = await readFile('docs/email.md', 'utf8');
  const [, table = ''] = /\| letter \|.*\n\|[-|]+\n((?:\|.*\n)+)/.exec(docs) ?? [];
  const told = [...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, kind]) => kind);
  expect(told.toSorted()).toEqual(Object.keys(sampleLetters).toSorted());
});
