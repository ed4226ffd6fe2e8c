import { hours, seconds } from '#domain/shared/duration.ts';

/** Tries after which a mail is given up. */
export const mostTries = 8;

const first = seconds(30);
const longest = hours(6);
const shortest = seconds(1);

/**
 * How long a mail waits after so many failed tries: somewhere below a bound that triples from 30 seconds up to six
 * hours ("full jitter"), so that mails which failed together do not come back together.
 */
export const delayAfter = (tries: number, random: () => number): number =>
  Math.max(shortest, Math.round(random() * Math.min(longest, first * 3 ** (tries - 1))));
