import { describe, expect, test } from 'vitest';
import { normalisePassword, parsePassword } from '#domain/identity/password.ts';

const named = (text: string) => ({ text, shown: JSON.stringify(text) });

describe('choosing a password', () => {
  test('15 to 1,024 characters are taken as they are', () => {
    expect(parsePassword('x'.repeat(15))).toBe('x'.repeat(15));
    expect(parsePassword('x'.repeat(1024))).toBe('x'.repeat(1024));
  });

  test('one fewer or one more is refused', () => {
    expect(parsePassword('x'.repeat(14))).toBeUndefined();
    expect(parsePassword('x'.repeat(1025))).toBeUndefined();
    expect(parsePassword('')).toBeUndefined();
  });

  test('characters are counted, not bytes or halves of an emoji', () => {
    expect(parsePassword('👍'.repeat(14))).toBeUndefined();
    expect(parsePassword('👍'.repeat(15))).toBe('👍'.repeat(15));
    expect(parsePassword('👍'.repeat(1024))).toBe('👍'.repeat(1024));
  });

  test('an accent written as one character or as two is the same password', () => {
    const composed = 'für immer und überall';
    expect(parsePassword(composed.normalize('NFD'))).toBe(composed.normalize('NFC'));
    expect(normalisePassword(composed.normalize('NFD'))).toBe(normalisePassword(composed));
  });

  test('accents that are written apart do not count twice', () => {
    expect(parsePassword('u\u0308'.repeat(14))).toBeUndefined();
  });

  test('letters of another width are the same password', () => {
    expect(parsePassword('ｃorrect horse ﬁne')).toBe('correct horse fine');
  });

  test('spaces around it and case are part of it', () => {
    expect(parsePassword('  Correct Horse Battery ')).toBe('  Correct Horse Battery ');
    expect(parsePassword(' '.repeat(15))).toBe(' '.repeat(15));
  });

  test.for(
    ['correct horse\u0000battery', 'correct horse \ud800 battery', 'correct horse\u0007battery'].map(named),
  )('$shown is refused', ({ text }) => {
    expect(parsePassword(text)).toBeUndefined();
  });
});
