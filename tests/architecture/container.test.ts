import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const repository = join(import.meta.dirname, '../..');
const dockerfile = await readFile(join(repository, 'Dockerfile'), 'utf8');
const dockerignore = await readFile(join(repository, '.dockerignore'), 'utf8');

describe('the container', () => {
  test('has the Node that everybody else has', () => {
    const [base] = [...dockerfile.matchAll(/^FROM node:([\d.]+)-slim/gm)];
    expect(new Set(Object.values(packageJson.optionalDependencies))).toEqual(new Set([base?.[1]]));
  });

  test('is made of files that exist and are not ignored', async () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--)(.*) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );
    expect(copied).toContain('src');
    for (const file of new Set(copied)) {
      await access(join(repository, file));
      expect(dockerignore.split('\n'), file).toContain(`!${file}`);
    }
  });

  test('starts and checks what exists in it', async () => {
    const commands = [...dockerfile.matchAll(/CMD \["node", "(.*)"\]/g)].map(([, file = '']) => file);
    expect(commands).toHaveLength(2);
    for (const file of commands) await access(join(repository, file));
  });
});
