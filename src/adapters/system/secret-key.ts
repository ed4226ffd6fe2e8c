import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The secret of this installation, which every other key is derived from. Printing it shows nothing. */
export type SecretKey = KeyObject;

/** Shortest secret to be trusted, in characters. */
export const shortestSecretKey = 32;

/**
 * The installation's secret: the one given, else the one in the data folder, made there on the first start for its
 * owner's eyes only. Of several processes that make it at once, all get the same.
 */
export const loadSecretKey = async ({
  given,
  dataDir,
}: {
  readonly given: string | undefined;
  readonly dataDir: string;
}): Promise<SecretKey> => secretKey(given ?? (await keptIn(dataDir)));

/** Makes a key of a secret text. @throws {TypeError} when it is too short to be one. */
export const secretKey = (text: string): SecretKey => {
  if (text.length < shortestSecretKey) {
    throw new TypeError(`a secret key has at least ${shortestSecretKey} characters`);
  }
  return createSecretKey(text, 'utf8');
};

const keptIn = async (dataDir: string): Promise<string> => {
  const file = join(dataDir, 'secret.key');
  return (await contentOf(file)) ?? (await madeIn(dataDir, file));
};

const madeIn = async (dataDir: string, file: string): Promise<string> => {
  await mkdir(dataDir, { recursive: true });
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // a link appears whole or not at all, and never in another's place
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(file, 'utf8')).trim();
};

const contentOf = async (file: string): Promise<string | undefined> => {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
