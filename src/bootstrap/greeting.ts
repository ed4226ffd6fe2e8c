import { join } from 'node:path';
import type { FirstAdmin } from '#application/identity/ensure-first-admin.ts';
import type { Config } from './config.ts';

/** What a person who has just started Hexdesk wants to know. The first password is shown here and nowhere else. */
export const greeting = (config: Config, firstAdmin: FirstAdmin | undefined): string => {
  const { publicUrl, databaseUrl, smtpUrl, dataDir } = config;
  const lines = [
    '',
    `  Hexdesk       ${publicUrl}`,
    `  Reference     ${publicUrl}/docs`,
    `  Database      ${databaseUrl.startsWith('sqlite:') ? `SQLite, ${databaseUrl.slice('sqlite:'.length)}` : withoutPassword(databaseUrl)}`,
    `  Mail          ${smtpUrl === undefined ? `kept in ${join(dataDir, 'mail')}` : withoutPassword(smtpUrl)}`,
    ...(firstAdmin === undefined ? [] : adminLines(firstAdmin)),
    '',
    '',
  ];
  return lines.join('\n');
};

const adminLines = ({ email, generatedPassword }: FirstAdmin): readonly string[] => [
  '',
  `  First admin   ${email}`,
  generatedPassword === undefined
    ? '  Password      as set in ADMIN_PASSWORD'
    : `  Password      ${generatedPassword}   (shown this once; also in the file first-admin-password of DATA_DIR until you delete it)`,
];

const withoutPassword = (raw: string): string => {
  const url = new URL(raw);
  if (url.password !== '') url.password = '***';
  return url.href;
};
