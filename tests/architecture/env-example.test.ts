import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readConfig } from '#bootstrap/config.ts';

const textOf = (file: string): Promise<string> => readFile(join(import.meta.dirname, '../..', file), 'utf8');

const example = await textOf('.env.example');
const [forHexdesk = '', forCompose = ''] = example.split('## Read by compose.yaml alone');

/** The variables of a text, in alphabetical order, each once. */
const named = (text: string, pattern: RegExp): readonly string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();

const shown = (text: string): readonly string[] => named(text, /^#([A-Z][A-Z_]*)=/gm);
const uncommented = (text: string) => parseEnv(text.replaceAll(/^#(?=[A-Z_]+=)/gm, ''));

const known = await textOf('src/bootstrap/config.ts').then((source) => {
  const schema = /const environment = z\.object\(\{\n(.*?)\n\}\);/s.exec(source)?.[1] ?? '';
  return named(schema, /^ {2}([A-Z][A-Z_]*):/gm);
});

describe('.env.example', () => {
  test('shows every variable that Hexdesk reads, and no other', () => {
    expect(known).toContain('PORT');
    expect(shown(forHexdesk)).toEqual(known);
  });

  test('shows the defaults as they are', () => {
    expect(readConfig(uncommented(forHexdesk), true)).toEqual(readConfig({}, true));
  });

  test('gives examples that would be taken', () => {
    const examples = [...forHexdesk.matchAll(/^# For example: (.*)\n#([A-Z_]+)=/gm)];
    const variables = Object.fromEntries(examples.map(([, value, name]) => [name, value]));
    expect(Object.keys(variables)).toContain('SMTP_URL');
    expect(() => readConfig(variables, true)).not.toThrow();
  });

  test('shows what only compose.yaml reads, and says so', async () => {
    const read = named(await textOf('compose.yaml'), /(?<!\$)\$\{([A-Z_]+)/g);
    expect(shown(forCompose)).toEqual(read.filter((name) => !known.includes(name)));
  });
});

test('docs/operations.md explains every variable that Hexdesk reads, and no other', async () => {
  const section = /\n## Configuration\n(.*?)\n## /s.exec(await textOf('docs/operations.md'))?.[1] ?? '';
  expect(named(section, /^\| `([A-Z_]+)` /gm)).toEqual(known);
});
