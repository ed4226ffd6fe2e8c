import { isIP } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { parseMailbox } from '#adapters/smtp/mailbox.ts';
import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { parsePassword } from '#domain/identity/password.ts';
import { erasedTexts } from '#domain/privacy/erasure.ts';

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a port, 0 to 65535');
const url = (protocol: RegExp, shape: string) => z.url({ protocol, error: `must be a URL such as ${shape}` });
const mailbox = z
  .string()
  .refine((raw) => parseMailbox(raw) !== undefined, 'must be an address, or a name with an address in <>');
const origin = url(/^https?$/, 'https://app.example.org').transform((raw) => new URL(raw).origin);
const address = url(/^https?$/, 'https://desk.example.org').transform((raw) => raw.replace(/\/+$/, ''));
const listed = <Item extends z.ZodType<string, string>>(item: Item) =>
  z
    .string()
    .transform((raw) =>
      raw
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    )
    .pipe(z.array(item));

const addressOrRange = z.string().refine((raw) => {
  const [address = '', prefix, ...more] = raw.split('/');
  const family = isIP(address);
  const longest = family === 6 ? 128 : 32;
  return (
    family !== 0 &&
    more.length === 0 &&
    (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= longest))
  );
}, 'must be an IP address or a range such as 10.0.0.0/8');

const databaseUrl = z
  .string()
  .refine(
    (raw) => /^sqlite:./.test(raw) || isMysqlUrl(raw),
    'must be mysql://user[:password]@host:port/db or sqlite:path',
  );

const isMysqlUrl = (raw: string): boolean => {
  const url = URL.parse(raw);
  return url?.protocol === 'mysql:' && url.hostname !== '' && url.pathname.length > 1;
};

const environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: address.optional(),
  APP_URL: address.optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_POOL: z
    .string()
    .regex(/^(?:[1-9]\d?|100)$/, 'must be a number from 1 to 100')
    .transform(Number)
    .default(20),
  REDIS_URL: url(/^rediss?$/, 'redis://:password@redis.example.org:6379').optional(),
  SMTP_URL: url(/^smtps?$/, 'smtp://user:password@mail.example.org').optional(),
  MAIL_FROM: mailbox.default('Hexdesk <hexdesk@localhost>'),
  MAIL_REPLY_TO: mailbox.optional(),
  ADMIN_EMAIL: z
    .string()
    .default('admin@hexdesk.example')
    .transform((raw, context) => {
      const email = parseEmailAddress(raw);
      if (email === undefined) context.addIssue({ code: 'custom', message: 'must be an email address' });
      return email ?? z.NEVER;
    }),
  ADMIN_PASSWORD: z
    .string()
    .refine((raw) => parsePassword(raw) !== undefined, 'must have 15 to 1024 characters')
    .optional(),
  CORS_ORIGINS: listed(origin).default([]),
  TRUSTED_PROXIES: listed(addressOrRange).default([]),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['pretty', 'json']).optional(),
  METRICS_PORT: port.optional(),
  RATE_LIMITS: z.enum(['on', 'off']).default('on'),
  SIGNING_KEY_DAYS: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a number of days from 0 to 9999')
    .transform(Number)
    .default(90),
  REQUIRE_SECOND_FACTOR_FOR: listed(z.string().max(100, 'must be the name of a role')).default([]),
  SECRET_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  ERASED_TEXTS: z.enum(erasedTexts).default('own'),
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
});

/** Everything an operator can set, read and checked. */
export type Config = ReturnType<typeof readConfig>;

/** The settings cannot be used; the message lists everything that is wrong with them. */
export class BadConfig extends Error {
  readonly code = 'bad-config';
}

/** Reads the settings from the environment; an empty variable is one that is not set. @throws {BadConfig} */
export const readConfig = (variables: Readonly<Record<string, string | undefined>>, isTerminal: boolean) => {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(set);
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  if ((set['TLS_CERT_FILE'] === undefined) !== (set['TLS_KEY_FILE'] === undefined)) {
    wrong.push('  TLS_CERT_FILE and TLS_KEY_FILE go together');
  }
  if (!parsed.success || wrong.length > 0) {
    throw new BadConfig(`Hexdesk cannot start with these settings:\n${wrong.join('\n')}`);
  }
  const { data } = parsed;
  const scheme = data.TLS_CERT_FILE === undefined ? 'http' : 'https';
  const publicUrl = data.PUBLIC_URL ?? `${scheme}://localhost:${data.PORT}`;
  return {
    port: data.PORT,
    host: data.HOST,
    publicUrl,
    appUrl: data.APP_URL ?? publicUrl,
    dataDir: data.DATA_DIR,
    databaseUrl: data.DATABASE_URL ?? `sqlite:${join(data.DATA_DIR, 'hexdesk.sqlite')}`,
    databasePool: data.DATABASE_POOL,
    smtpUrl: data.SMTP_URL,
    redisUrl: data.REDIS_URL,
    mailFrom: data.MAIL_FROM,
    mailReplyTo: data.MAIL_REPLY_TO,
    adminEmail: data.ADMIN_EMAIL,
    adminPassword: data.ADMIN_PASSWORD,
    corsOrigins: data.CORS_ORIGINS,
    trustedProxies: data.TRUSTED_PROXIES,
    logLevel: data.LOG_LEVEL,
    logPretty: data.LOG_FORMAT === undefined ? isTerminal : data.LOG_FORMAT === 'pretty',
    metricsPort: data.METRICS_PORT,
    rateLimits: data.RATE_LIMITS === 'on',
    secondFactorRoles: data.REQUIRE_SECOND_FACTOR_FOR,
    erasedTexts: data.ERASED_TEXTS,
    secretKey: data.SECRET_KEY,
    signingKeyDays: data.SIGNING_KEY_DAYS,
    tls:
      data.TLS_CERT_FILE && data.TLS_KEY_FILE
        ? { certFile: data.TLS_CERT_FILE, keyFile: data.TLS_KEY_FILE }
        : undefined,
  };
};
