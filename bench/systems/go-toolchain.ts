import { join } from 'node:path';
import { cacheFolder } from '../../tests/support/mysql/cache-folder.ts';
import { debianServes, unpackFromSid } from '../../tests/support/mysql/debian-packages.ts';
import { preparedOnce } from '../../tests/support/mysql/prepared-once.ts';

/** A Go compiler, and the folder with the libraries the Go baseline is built of. */
export type GoToolchain = { readonly go: string; readonly libraries: string };

const packages = [
  'golang-go',
  'golang-github-gorilla-mux-dev',
  'golang-github-go-sql-driver-mysql-dev',
  'golang-github-golang-jwt-jwt-v5-dev',
  'golang-golang-x-crypto-dev',
] as const;

/** The one named by `GO` and `GODEPS`, else Debian's own packages, unpacked into the cache; nothing where there are none. */
export const goToolchain = async (say: (line: string) => void): Promise<GoToolchain | undefined> => {
  const { GO: go, GODEPS: libraries } = process.env;
  if (go && libraries) return { go, libraries };
  if (!(await debianServes())) return undefined;
  const root = await preparedOnce(join(await cacheFolder(), `debian-sid-go-${process.arch}`), (empty) =>
    unpackFromSid(empty, { called: 'Go', packages, say }),
  );
  return { go: join(root, 'usr/bin/go'), libraries: join(root, 'usr/share/gocode') };
};
