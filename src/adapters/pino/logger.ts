import { createRequire } from 'node:module';
import {
  destination,
  type LevelWithSilent,
  type LoggerOptions,
  type Logger as Pino,
  pino,
  stdTimeFunctions,
} from 'pino';
import type PinoPretty from 'pino-pretty';
import type { Logger } from '#application/ports/logger.ts';

export type LogOptions = {
  readonly level: LevelWithSilent;
  /** Lines for a person; JSON otherwise. */
  readonly pretty: boolean;
};

/** A logger, and the way to empty its buffer before the process ends. */
export type FlushableLogger = Logger & { flush(): void };

/** What must not stand in a log, wherever it turns up. Errors of the database carry the values of their statement. */
const secret = [
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'authorization',
  'code',
  'otp',
  'body',
  'text',
];
const redacted = [
  ...secret,
  ...secret.map((name) => `*.${name}`),
  'err.sql',
  'err.cause.sql',
  'err.cause.cause.sql',
].filter((path) => path !== 'code' && path !== '*.code');

const secretNames = new Set(redacted);

/** Most lines hold a few plain values and no secret; looking for one in them costs three times what the line does. */
const isHarmless = (facts: object): boolean =>
  Object.entries(facts).every(([name, value]) => typeof value !== 'object' && !secretNames.has(name));

/** Loaded only where a person reads: it is slow to come. */
const prettyPrinter = (): typeof PinoPretty => createRequire(import.meta.url)('pino-pretty');

/** Structured logs on standard output. */
export const pinoLogger = ({ level, pretty: forPeople }: LogOptions): FlushableLogger => {
  const stream = forPeople
    ? prettyPrinter()({
        colorize: process.stdout.isTTY,
        ignore: 'pid,hostname,service,route,method,status',
        translateTime: 'HH:MM:ss',
        sync: true,
      })
    : destination({ dest: 1, sync: false, minLength: 4096 });
  const settings: LoggerOptions = {
    level,
    base: { service: 'hexdesk' },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  const plain = pino(settings, stream);
  const redacting = pino({ ...settings, redact: { paths: redacted, censor: '[redacted]' } }, stream);
  const logFor = (facts: object): Pino => (isHarmless(facts) ? plain : redacting);
  // what is buffered is written at least every second
  const flushing = forPeople ? undefined : setInterval(() => plain.flush(), 1000).unref();
  return {
    debug: (facts, message) => logFor(facts).debug(facts, message),
    info: (facts, message) => logFor(facts).info(facts, message),
    warn: (facts, message) => logFor(facts).warn(facts, message),
    error: (facts, message) => logFor(facts).error(facts, message),
    flush: () => {
      clearInterval(flushing);
      plain.flush();
    },
  };
};
