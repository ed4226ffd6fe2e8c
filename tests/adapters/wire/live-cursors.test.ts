import { expect, test } from 'vitest';
import { aesSecretBox } from '#adapters/system/aes-secret-box.ts';
import { secretKey } from '#adapters/system/secret-key.ts';
import { liveCursors } from '#adapters/wire/live-cursors.ts';

/** The cursors of an installation whose secret key is made of one letter. */
const cursorsOf = (letter: string) =>
  liveCursors({ secretBox: aesSecretBox({ secretKey: secretKey(letter.repeat(32)) }) });
const cursors = cursorsOf('a');

test.for([
  { kind: 'seq', audience: 'staff', seq: 7 },
  { kind: 'seq', audience: 'customer', seq: 0 },
  { kind: 'position', position: 0 },
  { kind: 'position', position: 9_007_199_254_740_991 },
] as const)('%j is read as it was written', (cursor) => {
  expect(cursors.read(cursors.write(cursor))).toEqual(cursor);
});

test("a ticket's version is a cursor of whoever asks", () => {
  expect(cursors.read('12')).toEqual({ kind: 'seq', audience: undefined, seq: 12 });
});

test('positions are shown neither by what a cursor says nor by how long it is', () => {
  const written = [9, 10, 9, 123_456_789].map((position) => cursors.write({ kind: 'position', position }));
  expect(new Set(written).size).toBe(4);
  expect(new Set(written.map(({ length }) => length)).size).toBe(1);
});

test.for(['', 'x7', 's', 'c-1', '1e3', '7.5', ' 7', '1234567890123456', 'v1.', 'v1.AAAA', '\u0000'])(
  '%j is no cursor',
  (raw) => {
    expect(cursors.read(raw)).toBe('unusable');
  },
);

test('a cursor of another installation is none', () => {
  const other = cursorsOf('b').write({ kind: 'position', position: 1 });
  expect(cursors.read(other)).toBe('unusable');
});

test('a cursor that an earlier version gave out still leads where it led', () => {
  const given = 'v1.QX6n1QESe7hfaH3Pgc3a2jqqHIoQxq5m-MDOqbYL8NiWbIDktUn77rJLZKY';
  expect(cursors.read(given)).toEqual({ kind: 'position', position: 42 });
});

test('a box that breaks for another reason is not a wrong cursor', () => {
  const broken = liveCursors({
    secretBox: {
      seal: () => '',
      open: () => {
        throw new RangeError('something broke');
      },
    },
  });
  expect(() => broken.read('v1.AAAA')).toThrow(RangeError);
});

test('an audience is told by its letter, and no audience by none', () => {
  expect(cursors.write({ kind: 'seq', audience: 'customer', seq: 7 })).toBe('c7');
  expect(cursors.write({ kind: 'seq', audience: undefined, seq: 7 })).toBe('7');
});
