import { describe, expect, test } from 'vitest';
import { parseSubject } from '#domain/tickets/subject.ts';

const named = (text: string) => ({ text, shown: JSON.stringify(text) });

describe('naming what a ticket is about', () => {
  test('the spaces around it are dropped, those inside are kept', () => {
    expect(parseSubject('  \tCharged  twice \n')).toBe('Charged  twice');
  });

  test('it has at least one character', () => {
    expect(parseSubject('?')).toBe('?');
    expect(parseSubject('')).toBeUndefined();
    expect(parseSubject(' \n\u00a0')).toBeUndefined();
  });

  test('and 200 at most, counted after trimming and as people count', () => {
    expect(parseSubject(`  ${'x'.repeat(200)}  `)).toBe('x'.repeat(200));
    expect(parseSubject('👍'.repeat(200))).toBe('👍'.repeat(200));
    expect(parseSubject('x'.repeat(201))).toBeUndefined();
    expect(parseSubject('👍'.repeat(201))).toBeUndefined();
  });

  test.for(
    ['one\ntwo', 'one\rtwo', 'one\ttwo', 'one\u2028two', 'nul\u0000', 'half \ud83d', 'bell\u0007'].map(named),
  )('$shown is refused', ({ text }) => {
    expect(parseSubject(text)).toBeUndefined();
  });
});
