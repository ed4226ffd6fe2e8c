import { describe, expect, test } from 'vitest';
import { uuidV7Source } from '#adapters/system/uuid-v7.ts';
import { isUuid } from '#domain/shared/ids.ts';

const noon = new Date('2026-03-02T12:00:00.000Z');

/** A clock that shows these moments one after the other, and then stays at the last. */
const clockShowing = (...moments: readonly Date[]) => {
  const left = [...moments];
  return { now: () => (left.length > 1 ? left.shift() : left[0]) ?? noon };
};

describe('ids', () => {
  test('carry the moment they were made in', () => {
    const id = uuidV7Source({ clock: clockShowing(noon) }).next();
    expect(isUuid(id)).toBe(true);
    expect(id[14]).toBe('7');
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(noon.getTime());
  });

  test('rise, also ten thousand within one millisecond', () => {
    const source = uuidV7Source({ clock: clockShowing(noon) });
    const ids = Array.from({ length: 10_000 }, () => source.next());
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('rise when the clock is put back', () => {
    const source = uuidV7Source({ clock: clockShowing(noon, new Date(noon.getTime() - 60_000)) });
    const [before, later] = [source.next(), source.next()];
    expect(later > before).toBe(true);
  });

  test('of two processes differ', () => {
    const clock = clockShowing(noon);
    expect(uuidV7Source({ clock }).next()).not.toBe(uuidV7Source({ clock }).next());
  });
});
