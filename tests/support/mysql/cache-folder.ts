import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what was fetched or prepared once is kept for the next runs. */
export const cacheFolder = async (of = 'mysql'): Promise<string> => {
  const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'hexdesk', of);
  await mkdir(folder, { recursive: true });
  return folder;
};
