import { access, mkdir, readlink, rename, rm, symlink, unlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * A folder that is filled by the first who asks, and appears only when it is complete.
 * Others who ask meanwhile, in this process or another, wait; a filler that died is replaced.
 */
export const preparedOnce = async (
  folder: string,
  fill: (empty: string) => Promise<void>,
): Promise<string> => {
  const lock = `${folder}.lock`;
  while (!(await exists(folder))) {
    if (!(await taken(lock))) {
      await pause(200);
      continue;
    }
    try {
      if (!(await exists(folder))) await fillAside(folder, fill);
    } finally {
      await unlink(lock);
    }
  }
  return folder;
};

const fillAside = async (folder: string, fill: (empty: string) => Promise<void>): Promise<void> => {
  const aside = `${folder}.${process.pid}`;
  try {
    await mkdir(aside, { recursive: true });
    await fill(aside);
    await rename(aside, folder);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
};

/** The lock is a link that names its owner, so that it cannot exist without one. */
const taken = async (lock: string): Promise<boolean> => {
  try {
    await symlink(String(process.pid), lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = await readlink(lock).catch(() => undefined);
    if (owner !== undefined && !alive(Number(owner))) await unlink(lock).catch(() => {});
    return false;
  }
};

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
