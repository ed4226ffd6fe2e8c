import { join } from 'node:path';
import type { FirstAdmin } from '#application/identity/ensure-first-admin.ts';
import type { Config } from './config.ts';
import { firstPasswordFile } from './first-password.ts';

/** Who was made on this start, and whether a generated password still lies in its file. */
type First = { readonly firstAdmin: FirstAdmin | undefined; readonly isKept: boolean };

/** What a person who has just started Hexdesk wants to know. A generated first password is shown once. */
export const greeting = (config: Config, first: First): string => {
  const { publicUrl, databaseUrl, smtpUrl, dataDir } = config;
  const lines = [
    '',
    `  Hexdesk       ${publicUrl}`,
    `  Reference     ${publicUrl}/docs`,
    `  Database      ${databaseUrl.startsWith('sqlite:') ? `SQLite, ${databaseUrl.slice('sqlite:'.length)}` : withoutPassword(databaseUrl)}`,
    `  Mail          ${smtpUrl === undefined ? `kept in ${join(dataDir, 'mail')}` : withoutPassword(smtpUrl)}`,
    ...adminLines(config, first),
    '',
    '',
  ];
  return lines.join('\n');
};

const adminLines = ({ adminEmail, dataDir }: Config, { firstAdmin, isKept }: First): readonly string[] => {
  const generated = firstAdmin?.generatedPassword;
  const file = firstPasswordFile(dataDir);
  if (generated !== undefined) {
    const where = `(shown this once; also in ${file} until you delete it)`;
    return ['', `  First admin   ${adminEmail}`, `  Password      ${generated}   ${where}`];
  }
  if (firstAdmin !== undefined)
    return ['', `  First admin   ${adminEmail}`, '  Password      as set in ADMIN_PASSWORD'];
  return isKept
    ? ['', `  First admin   its password is in ${file}: note it elsewhere, and delete the file`]
    : [];
};

const withoutPassword = (raw: string): string => {
  const url = new URL(raw);
  if (url.password !== '') url.password = '***';
  return url.href;
};
