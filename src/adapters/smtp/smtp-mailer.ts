import type { SMTPPoolOptions } from 'nodemailer';
import { type Mailer, MailerUnavailable, MailRefused } from '#application/ports/mailer.ts';
import { composeMail, type Sender } from './compose-mail.ts';

/** How long a mail server may take, in milliseconds. */
export type SmtpTimeouts = {
  readonly connectMs: number;
  readonly greetingMs: number;
  /** The longest silence. */
  readonly silenceMs: number;
  /** The longest a whole mail may take, however lively the server. */
  readonly mailMs: number;
};

export const smtpTimeouts: SmtpTimeouts = {
  connectMs: 5_000,
  greetingMs: 5_000,
  silenceMs: 15_000,
  mailMs: 60_000,
};

export type SmtpMailerOptions = Sender & {
  /** `smtp://[user:password@]host[:port]` (TLS when offered) or `smtps://…` (TLS from the start). */
  readonly url: string;
  readonly timeouts: SmtpTimeouts;
  /** Most connections at once. */
  readonly connections: number;
};

/** Hands mails to a mail server over a few kept connections. */
export const smtpMailer = ({ timeouts, ...given }: SmtpMailerOptions): Mailer => {
  let kept: ReturnType<typeof pooled> | undefined;
  return {
    async send(mail) {
      const { options } = composeMail(mail, given);
      kept ??= pooled({ timeouts, ...given });
      const transport = await kept;
      try {
        await transport.sendMail({ ...options, signal: AbortSignal.timeout(timeouts.mailMs) });
      } catch (error) {
        throw classified(error);
      }
    },
    async close() {
      (await kept)?.close({ force: true });
    },
  };
};

/** Nodemailer is loaded with the first mail: it is slow to come, and a start waits for nothing it does not need. */
const pooled = async ({ url, timeouts, connections }: Omit<SmtpMailerOptions, keyof Sender>) => {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    ...serverIn(url),
    pool: true,
    maxConnections: connections,
    maxMessages: 100,
    // a kept connection that the server has closed meanwhile may be replaced once
    maxRequeues: 1,
    connectionTimeout: timeouts.connectMs,
    dnsTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
};

/** Credentials leave this machine only under TLS. */
const serverIn = (raw: string): SMTPPoolOptions => {
  const url = new URL(raw);
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    ...(url.username === ''
      ? {}
      : {
          auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
          requireTLS: !local.test(host),
        }),
  };
};

const local = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Errors that say nothing about the one mail: the server is away, or takes mails from us not now or not at all. */
const wholeServer = new Set([
  'ECONNECTION',
  'EDNS',
  'EAUTH',
  'ENOAUTH',
  'EPROTOCOL',
  'ESOCKET',
  'ETLS',
  'ETIMEDOUT',
]);

type SmtpFailure = Error & { code?: unknown; command?: unknown; responseCode?: unknown };

const classified = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const { code, command, responseCode, message }: SmtpFailure = error;
  const permanent = typeof responseCode === 'number' && responseCode >= 500;
  const aboutSender = code === 'EENVELOPE' && command === 'MAIL FROM';
  if (permanent && !aboutSender && (code === 'EENVELOPE' || code === 'EMESSAGE')) {
    return new MailRefused(message, { cause: error });
  }
  const closing = responseCode === 421;
  return closing || aboutSender || (typeof code === 'string' && wholeServer.has(code))
    ? new MailerUnavailable(message, { cause: error })
    : error;
};
