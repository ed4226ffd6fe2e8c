import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnsureFirstAdmin, FirstAdmin } from '#application/identity/ensure-first-admin.ts';
import type { Config } from './config.ts';

/** Where a generated first password is kept. */
export const firstPasswordFile = (dataDir: string): string => join(dataDir, 'first-admin-password');

/**
 * Makes the first admin when nobody administers. A generated password is kept beside the secret key, for its owner's
 * eyes only and before it opens anything, until somebody deletes it.
 */
export const firstAdminOf = async (
  { dataDir, adminEmail: email, adminPassword: password }: Config,
  ensureFirstAdmin: EnsureFirstAdmin,
): Promise<FirstAdmin | undefined> => {
  const file = firstPasswordFile(dataDir);
  let kept: string | undefined;
  const keep = async (generated: string): Promise<void> => {
    kept = generated;
    await mkdir(dataDir, { recursive: true });
    await writeFile(file, `${generated}\n`, { mode: 0o600 });
  };
  const made = await ensureFirstAdmin({ email, password, keep });
  const isUseless = made === undefined && kept !== undefined && (await readFirstPassword(dataDir)) === kept;
  if (isUseless) await rm(file, { force: true });
  return made;
};

/** The generated first password, as long as its file is there. */
export const readFirstPassword = async (dataDir: string): Promise<string | undefined> => {
  try {
    return (await readFile(firstPasswordFile(dataDir), 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};
