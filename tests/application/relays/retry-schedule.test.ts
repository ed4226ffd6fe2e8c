import { describe, expect, test } from 'vitest';
import { delayAfter, mostTries } from '#application/relays/retry-schedule.ts';
import { hours, minutes, seconds } from '#domain/shared/duration.ts';

describe('the next try of a mail', () => {
  test('is due later with every failure, six hours at most', () => {
    const bounds = Array.from({ length: mostTries }, (_, tries) => delayAfter(tries + 1, () => 1));
    expect(bounds).toEqual([
      seconds(30),
      seconds(90),
      minutes(4.5),
      minutes(13.5),
      minutes(40.5),
      minutes(121.5),
      hours(6),
      hours(6),
    ]);
  });

  test('is spread over all the time up to then', () => {
    expect(delayAfter(3, () => 0.5)).toBe(minutes(2.25));
    expect(delayAfter(3, () => 0)).toBe(seconds(1));
  });
});
