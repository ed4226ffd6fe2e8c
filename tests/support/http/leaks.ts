import { inspect } from 'node:util';
import type { LogLine } from '../recording-logger.ts';
import { castPassword } from './sign-ins.ts';

/** Put into texts that no log may show, so that a log can be searched for it. */
export const canary = 'c4n4ry';

/** Tokens, addresses, passwords and canaries. */
const secrets = [
  /eyJ[\w-]{10,}/,
  /[\w.+-]+@[\w-]+\.[a-z]{2,}/i,
  new RegExp(canary, 'i'),
  new RegExp(castPassword),
];

/** Whether a line shows what no log may show. */
export const showsSecrets = (line: string): boolean => secrets.some((secret) => secret.test(line));

/** The lines of a log that show what no log may show. What is redacted when lines are written is left out. */
export const leaksIn = (log: readonly LogLine[]): readonly string[] =>
  log
    .map(
      ({ level, facts, message }) =>
        `${level} ${message} ${inspect(facts, { depth: 10, maxStringLength: null })}`,
    )
    .map((line) => line.replaceAll(/^\s*sql: .*$/gm, ''))
    .filter(showsSecrets);
