import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { permissions } from '#domain/access/permissions.ts';
import { extentOf, roleNames } from '#domain/access/roles.ts';
import { userStatuses } from '#domain/identity/user.ts';
import { factAudience } from '#domain/tickets/facts.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { sourceFiles } from './source-files.ts';

const repository = join(import.meta.dirname, '../..');
const glossary = await readFile(join(repository, 'docs/glossary.md'), 'utf8');

/** The rows of the table that begins with this cell, without its head. */
const rowsUnder = (head: string): readonly (readonly string[])[] => {
  const [, table = ''] = glossary.split(new RegExp(`^\\| ${head} \\|.*\\n\\|[-|]+\\|\\n`, 'm'));
  const lines = table.split('\n');
  return lines.slice(0, lines.indexOf('')).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

const codesUnder = (head: string): readonly string[] =>
  rowsUnder(head).map(([code = '']) => code.replaceAll('`', ''));

const refusalCodes = async (): Promise<readonly string[]> => {
  const files = (await sourceFiles('src/domain')).filter((file) => file.endsWith('/refusal.ts'));
  const sources = await Promise.all(files.map((file) => readFile(join(repository, file), 'utf8')));
  const codes = sources.flatMap((source) =>
    [...source.matchAll(/readonly code: '([a-z-]+)'/g)].map(([, code = '']) => code),
  );
  return [...new Set(codes)];
};

describe('the glossary', () => {
  test('explains every status', () => {
    expect(codesUnder('status')).toEqual(statuses);
  });

  test('explains every role', () => {
    expect(codesUnder('role')).toEqual(roleNames);
  });

  test('explains every permission, and who holds it where', () => {
    const held = (permission: (typeof permissions)[number]) =>
      roleNames.map((role) => [extentOf(role, permission) ?? []].flat().join(', '));
    const explained = rowsUnder('permission').map(([name, , ...cells]) => [name, ...cells]);
    expect(explained).toEqual(permissions.map((name) => [`\`${name}\``, ...held(name)]));
  });

  test('explains every type of fact, and for whom it is', () => {
    const explained = rowsUnder('fact').map(([type, audience]) => [type?.replaceAll('`', ''), audience]);
    expect(Object.fromEntries(explained)).toEqual(factAudience);
  });

  test('explains every refusal', async () => {
    expect([...codesUnder('refusal')].sort()).toEqual([...(await refusalCodes())].sort());
  });

  test('explains what an account can be', () => {
    expect(codesUnder('account is')).toEqual(userStatuses);
  });
});
