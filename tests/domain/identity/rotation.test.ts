import { describe, expect, test } from 'vitest';
import { judgeUse } from '#domain/identity/rotation.ts';
import { seconds } from '#domain/shared/duration.ts';
import { later, noon } from '../../support/tickets.ts';

const unused = { usedAt: undefined };
const used = { usedAt: noon };

describe('using a refresh token', () => {
  test('the first time rotates it, however old it is', () => {
    expect(judgeUse(unused, { successor: undefined, at: later(seconds(1_000_000)) })).toBe('first-use');
  });

  test('again within ten seconds, to the last millisecond, is an honest repeat', () => {
    expect(judgeUse(used, { successor: unused, at: noon })).toBe('repeat');
    expect(judgeUse(used, { successor: unused, at: later(seconds(10)) })).toBe('repeat');
  });

  test('a millisecond later it is a theft', () => {
    expect(judgeUse(used, { successor: unused, at: later(seconds(10) + 1) })).toBe('reuse');
  });

  test('so it is, however soon, once the successor was used', () => {
    expect(judgeUse(used, { successor: { usedAt: noon }, at: noon })).toBe('reuse');
  });

  test('and when there is no successor to give out again', () => {
    expect(judgeUse(used, { successor: undefined, at: noon })).toBe('reuse');
  });
});
