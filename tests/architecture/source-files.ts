import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Every TypeScript file under a folder of the repository, as a sorted relative path with forward slashes. */
export const sourceFiles = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(join(import.meta.dirname, '../..', folder), { recursive: true });
  return entries
    .filter((entry) => entry.endsWith('.ts'))
    .map((entry) => `${folder}/${entry.replaceAll('\\', '/')}`)
    .sort();
};
