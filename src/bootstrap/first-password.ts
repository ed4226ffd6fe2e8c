import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileIn = (dataDir: string): string => join(dataDir, 'first-admin-password');

/** Keeps the generated first password beside the secret key, for its owner's eyes only, until somebody deletes it. */
export const keepFirstPassword = async (dataDir: string, password: string): Promise<string> => {
  const file = fileIn(dataDir);
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return file;
};

/** The generated first password, as long as its file is there. */
export const readFirstPassword = async (dataDir: string): Promise<string | undefined> => {
  try {
    return (await readFile(fileIn(dataDir), 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};
