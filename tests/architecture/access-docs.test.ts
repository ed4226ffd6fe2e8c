import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { permissions } from '#domain/access/permissions.ts';
import { extentOf, roleNames } from '#domain/access/roles.ts';

const document = await readFile(`${import.meta.dirname}/../../docs/access.md`, 'utf8');
const tables = document.match(/(?:^\|.*\n)+/gm) ?? [];

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const marked = (role: (typeof roleNames)[number], permission: (typeof permissions)[number]): string => {
  const extent = extentOf(role, permission);
  if (extent === undefined) return '';
  return extent === 'everywhere' ? 'yes' : extent.join(', ');
};

describe('what the documentation says of rights', () => {
  test('its matrix is the one the code decides by', () => {
    const matrix = tables.find((table) => table.startsWith('| permission |')) ?? '';
    const [head, , ...rows] = matrix.trim().split('\n').map(cellsOf);
    expect(head).toEqual(['permission', ...roleNames]);
    expect(rows).toEqual(
      permissions.map((permission) => [
        `\`${permission}\``,
        ...roleNames.map((role) => marked(role, permission)),
      ]),
    );
  });
});
