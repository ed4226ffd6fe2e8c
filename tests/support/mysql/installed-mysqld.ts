import type { Mysqld } from './mysql-server.ts';
import { outputOf } from './output-of.ts';

/** The `mysqld` on the PATH (or where Debian hides it from users), if it is MySQL 8.4 or later. */
export const installedMysqld = async (): Promise<Mysqld | undefined> => {
  for (const command of ['mysqld', '/usr/sbin/mysqld']) {
    const version = mysqlVersion(await outputOf(command, ['--version']).catch(() => ''));
    if (version !== undefined)
      return { version, origin: `${command} on the PATH`, command, prefix: [], options: [] };
  }
  return undefined;
};

const mysqlVersion = (printed: string): string | undefined => {
  const [, version, major, minor] = /Ver ((\d+)\.(\d+)\.\d+)/.exec(printed) ?? [];
  if (version === undefined || /mariadb/i.test(printed)) return undefined;
  return Number(major) > 8 || (Number(major) === 8 && Number(minor) >= 4) ? version : undefined;
};
