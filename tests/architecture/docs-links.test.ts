import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '#adapters/mikro-orm/database.ts';
import { secretKey } from '#adapters/system/secret-key.ts';
import { readConfig } from '#bootstrap/config.ts';
import { buildContainer } from '#bootstrap/container.ts';
import { allRoutes } from '#bootstrap/http.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { recordingLogger } from '../support/recording-logger.ts';

const repository = join(import.meta.dirname, '../..');

type Document = { readonly file: string; readonly text: string };

let documents: readonly Document[] = [];

beforeAll(async () => {
  const entries = await readdir(join(repository, 'docs'), { recursive: true });
  const files = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'bench/README.md'].concat(
    entries.filter((entry) => entry.endsWith('.md')).map((entry) => join('docs', entry)),
  );
  documents = await Promise.all(
    files.map(async (file) => ({ file, text: await readFile(join(repository, file), 'utf8') })),
  );
});

/** What every document says in this form, each with where it stands. */
const said = (pattern: RegExp, from: (text: string) => string = (text) => text) =>
  documents.flatMap(({ file, text }) => [...from(text).matchAll(pattern)].map((match) => ({ file, match })));

const withoutCode = (text: string): string => text.replaceAll(/```.*?```|`[^`\n]*`/gs, '');

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The names by which GitHub links to the headings of a text. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('what the documents point to', () => {
  test('every link leads somewhere', async () => {
    const links = said(/\]\((?!https?:)([^)\s]+)\)/g, withoutCode);
    expect(links).not.toHaveLength(0);
    const broken: string[] = [];
    for (const { file, match } of links) {
      const [path = '', anchor] = (match[1] ?? '').split('#');
      const target = path === '' ? join(repository, file) : resolve(repository, dirname(file), path);
      if (!(await exists(target))) broken.push(`${file}: ${path}`);
      else if (anchor !== undefined && !anchorsOf(await readFile(target, 'utf8')).includes(anchor)) {
        broken.push(`${file}: ${relative(repository, target)}#${anchor}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test('every file that is named is there', async () => {
    const named = said(/(?<![\w./-])(?:src|tests|docs|deploy|bench|\.github)\/[\w./-]*\w/g);
    expect(named).not.toHaveLength(0);
    const missing: string[] = [];
    for (const { file, match } of named) {
      if (!(await exists(join(repository, match[0])))) missing.push(`${file}: ${match[0]}`);
    }
    expect(missing).toEqual([]);
  });

  test('every npm script that is named can be run', () => {
    const named = said(/npm (?:run )?((?<=run )[\w:-]+|start|test)\b/g);
    expect(named).not.toHaveLength(0);
    const unknown = named.filter(({ match }) => !Object.hasOwn(packageJson.scripts, match[1] ?? ''));
    expect(unknown.map(({ file, match }) => `${file}: ${match[0]}`)).toEqual([]);
  });

  test('every operation that is named is one of the API', async () => {
    const operations = await operationsOfTheApi();
    const named = said(
      /(?:(GET|POST|PUT|PATCH|DELETE) )?(?:\$api|(?<![\w.])\/v1)(\/[\w{}.-]+(?:\/[\w{}.-]+)*)/g,
    ).filter(({ file }) => !file.startsWith(join('docs', 'adr')));
    expect(named).not.toHaveLength(0);
    const unknown = named.filter(
      ({ match: [, method, path = ''] }) => !operations.some((one) => one.is(method, `/v1${path}`)),
    );
    expect(unknown.map(({ file, match }) => `${file}: ${match[0]}`)).toEqual([]);
  });
});

/** The routes of the API, made without a server. */
const operationsOfTheApi = async () => {
  const database = await openDatabase({ url: 'sqlite::memory:', poolSize: 1 });
  const container = buildContainer({
    config: readConfig({}, false),
    secretKey: secretKey('no more than a test needs, but long'),
    database,
    logger: recordingLogger(),
  });
  const routes = allRoutes(container, () => false);
  await database.orm.close(true);
  return routes.map((route) => {
    const pattern = new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return {
      is: (method: string | undefined, path: string) =>
        pattern.test(path) && (method === undefined || method.toLowerCase() === route.method),
    };
  });
};
