import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSecretKey } from '#adapters/system/secret-key.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hexdesk-secret-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the secret key', () => {
  test('is the one given, and then nothing is written', async () => {
    const dataDir = join(folder, 'given');
    const given = 'x'.repeat(32);
    expect((await loadSecretKey({ given, dataDir })).export().toString()).toBe(given);
    await expect(readdir(dataDir)).rejects.toThrow('ENOENT');
  });

  test('is made once in the data folder, for its owner only', async () => {
    const dataDir = join(folder, 'made', 'deeper');
    const first = await loadSecretKey({ given: undefined, dataDir });
    const again = await loadSecretKey({ given: undefined, dataDir });
    expect(first.equals(again)).toBe(true);
    expect(await readdir(dataDir)).toEqual(['secret.key']);
    expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
  });

  test('is the same for all who make it at once', async () => {
    const dataDir = join(folder, 'race');
    const keys = await Promise.all(
      Array.from({ length: 8 }, () => loadSecretKey({ given: undefined, dataDir })),
    );
    expect(new Set(keys.map((key) => key.export().toString())).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['secret.key']);
  });

  test('is refused when it is too short to be one', async () => {
    await expect(loadSecretKey({ given: 'short', dataDir: folder })).rejects.toThrow(
      'at least 32 characters',
    );
  });

  test('does not show when it is printed', async () => {
    const dataDir = join(folder, 'printed');
    const key = await loadSecretKey({ given: undefined, dataDir });
    const text = (await readFile(join(dataDir, 'secret.key'), 'utf8')).trim();
    expect(inspect(key) + JSON.stringify({ key })).not.toContain(text);
  });
});
