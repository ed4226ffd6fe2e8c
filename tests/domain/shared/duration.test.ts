import { describe, expect, test } from 'vitest';
import { after, days, hours, minutes, seconds } from '#domain/shared/duration.ts';

describe('measuring time', () => {
  test('every unit is so many of the one below', () => {
    expect([seconds(1), minutes(1), hours(1), days(1)]).toEqual([1000, 60_000, 3_600_000, 86_400_000]);
    expect(days(7)).toBe(604_800_000);
  });

  test('a day is 24 hours, also where clocks change, and the moment counted from stays as it is', () => {
    const from = new Date('2026-03-29T00:00:00.000Z');
    expect(after(from, days(1))).toEqual(new Date('2026-03-30T00:00:00.000Z'));
    expect(from).toEqual(new Date('2026-03-29T00:00:00.000Z'));
  });
});
