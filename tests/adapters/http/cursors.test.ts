import { describe, expect, test } from 'vitest';
import { ProblemThrown } from '#adapters/http/answer.ts';
import { signedCursors } from '#adapters/http/cursors.ts';
import { keyedSecrets } from '#adapters/system/keyed-secrets.ts';
import { secretKey } from '#adapters/system/secret-key.ts';

const cursorsOf = (letter: string) =>
  signedCursors(keyedSecrets({ secretKey: secretKey(letter.repeat(32)) }));
const cursors = cursorsOf('a');
const place = { keys: [1_772_452_800_000, 'Ünïcode', null] };

/** Why a cursor was not opened. */
const refusalOf = (list: string, cursor: string): unknown => {
  try {
    return cursors.open(list, cursor);
  } catch (error) {
    return error instanceof ProblemThrown ? error.problem : error;
  }
};

describe('a place in a list', () => {
  test('is found again by its cursor', () => {
    expect(cursors.open('tickets', cursors.seal('tickets', place))).toEqual(place);
  });

  test('is written for an address, with a signature of 132 bits', () => {
    expect(cursors.seal('tickets', place)).toMatch(/^[\w-]+\.[\w-]{22}$/);
  });

  test('is the same place whenever it is written, and another for another list', () => {
    expect(cursors.seal('tickets', place)).toBe(cursors.seal('tickets', place));
    expect(cursors.seal('tickets', place)).not.toBe(cursors.seal('users', place));
  });

  test('is found as far away as a thousand characters can tell, and no farther', () => {
    const longest = cursors.seal('tickets', 'x'.repeat(730));
    const longer = cursors.seal('tickets', 'x'.repeat(731));
    expect([longest.length, longer.length]).toEqual([999, 1001]);
    expect(cursors.open('tickets', longest)).toBe('x'.repeat(730));
    expect(refusalOf('tickets', longer)).toEqual({ code: 'invalid-cursor' });
  });

  const sealed = cursors.seal('tickets', place);
  const [position = '', signature = ''] = sealed.split('.');
  test.each([
    ['nothing', ''],
    ['a place without a signature', position],
    ['a place with an empty signature', `${position}.`],
    ['a signature without a place', `.${signature}`],
    ['a signature that is cut short', sealed.slice(0, -1)],
    ['a signature of another place', `${position.slice(1)}.${signature}`],
    ['a signature in other letters', `${position}.${'ü'.repeat(11)}`],
    ['something behind the signature', `${sealed}.`],
    ['a place of another installation', cursorsOf('b').seal('tickets', place)],
    ['a place in another list', cursors.seal('users', place)],
  ])('is not found by %s', (_, cursor) => {
    expect(refusalOf('tickets', cursor)).toEqual({ code: 'invalid-cursor' });
  });
});
