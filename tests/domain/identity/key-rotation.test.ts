import { describe, expect, test } from 'vitest';
import {
  outlivedFrom,
  outlivedKeys,
  publishedAhead,
  rotationIsDue,
  signingKeyAt,
} from '#domain/identity/key-rotation.ts';
import { days, minutes } from '#domain/shared/duration.ts';
import { later, noon } from '../../support/tickets.ts';

const first = { createdAt: noon, signsFrom: noon };
const second = { createdAt: later(days(90)), signsFrom: later(days(90) + publishedAhead) };
const emergency = { createdAt: later(days(90) + minutes(5)), signsFrom: later(days(90) + minutes(5)) };

describe('which key signs', () => {
  test('is the newest whose time has come', () => {
    expect(signingKeyAt([first, second], later(days(90) + publishedAhead - 1))).toBe(first);
    expect(signingKeyAt([first, second], later(days(90) + publishedAhead))).toBe(second);
  });

  test('is the newest also when an older one was meant to begin later', () => {
    const keys = [first, second, emergency];
    expect(signingKeyAt(keys, later(days(90) + minutes(5)))).toBe(emergency);
    expect(signingKeyAt(keys, later(days(91)))).toBe(emergency);
  });

  test('is the oldest while no time has come, on a clock that runs behind', () => {
    expect(signingKeyAt([first, second], later(-1))).toBe(first);
    expect(signingKeyAt([], noon)).toBeUndefined();
  });
});

describe('a key that was replaced', () => {
  const over = days(90) + publishedAhead + minutes(20);

  test('is kept until the last token signed with it is over, and a little longer', () => {
    expect(outlivedFrom([first, second], first)).toEqual(later(over));
    expect(outlivedKeys([first, second], later(over - 1))).toEqual([]);
    expect(outlivedKeys([first, second], later(over))).toEqual([first]);
  });

  test('is over by the first that signed after it', () => {
    expect(outlivedFrom([first, second, emergency], first)).toEqual(later(days(90) + minutes(25)));
  });

  test('is not the newest, however old that is', () => {
    expect(outlivedFrom([first], first)).toBeUndefined();
    expect(outlivedKeys([first], later(days(9999)))).toEqual([]);
  });
});

describe('the next key', () => {
  test('is due when the newest is so many days old', () => {
    expect(rotationIsDue([first], 90, later(days(90) - 1))).toBe(false);
    expect(rotationIsDue([first], 90, later(days(90)))).toBe(true);
    expect(rotationIsDue([first, second], 90, later(days(90)))).toBe(false);
  });

  test('is never due by itself where that is left to people', () => {
    expect(rotationIsDue([first], 0, later(days(9999)))).toBe(false);
    expect(rotationIsDue([], 90, noon)).toBe(false);
  });
});
