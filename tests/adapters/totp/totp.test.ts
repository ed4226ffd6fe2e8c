import { encodeQR } from 'qr';
import decodeQR from 'qr/decode.js';
import { describe, expect, test } from 'vitest';
import { fromBase32, toBase32 } from '#adapters/totp/base32.ts';
import { codeOf, stepAt, totp } from '#adapters/totp/totp.ts';
import { after, seconds } from '#domain/shared/duration.ts';

/** RFC 6238, appendix B, SHA-1: the moment in seconds since 1970, and the code of eight digits. */
const published = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
] as const;

const rfcKey = Buffer.from('12345678901234567890');

describe('codes of authenticator apps', () => {
  test.each(published)('are at %i what the RFC says', (moment, code) => {
    expect(codeOf(rfcKey, stepAt(new Date(seconds(moment))), 8)).toBe(code);
    expect(codeOf(rfcKey, stepAt(new Date(seconds(moment))))).toBe(code.slice(2));
  });

  const codes = totp({ issuer: 'Example: Desk' });
  const secret = toBase32(rfcKey);
  const at = new Date(seconds(1111111109));
  const code = codeOf(rfcKey, stepAt(at));

  test('are right one step early or late, and no more', () => {
    const right = (off: number) => codes.stepOf(code, { secret, at: after(at, seconds(off)) });
    expect([-60, -30, 0, 30, 60].map(right)).toEqual([
      undefined,
      stepAt(at),
      stepAt(at),
      stepAt(at),
      undefined,
    ]);
  });

  test.each(['', '81804', '0081804', '07081804', 'O81804', '０８１８０４'])('are never "%s"', (given) => {
    expect(codes.stepOf(given, { secret, at })).toBeUndefined();
  });

  test('come from secrets of 160 random bits', () => {
    const [one, other] = [codes.secret(), codes.secret()];
    expect(one).toMatch(/^[A-Z2-7]{32}$/);
    expect(one).not.toBe(other);
  });
});

test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('"%s" is %s in base32, as the RFC says', (text, base32) => {
  expect(toBase32(Buffer.from(text))).toBe(base32);
  expect(fromBase32(base32).toString()).toBe(text);
});

describe('what an app is given', () => {
  const { uri, picture } = totp({ issuer: 'Example: Desk' }).enrolment('MZXW6YTBOI', 'carla+x@example.org');

  test('names the desk and the account, and says how codes are made', () => {
    const url = new URL(uri);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Example%20%20Desk:carla%2Bx%40example\.org\?/);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      secret: 'MZXW6YTBOI',
      issuer: 'Example  Desk',
      digits: '6',
      period: '30',
      algorithm: 'SHA1',
    });
  });

  test('is a picture without anything in it that runs or loads', () => {
    expect(picture).toMatch(/^<svg /);
    expect(picture).not.toMatch(/script|href|url\(|on\w+=/i);
  });

  test('is a picture that a camera reads back', () => {
    const scale = 4;
    const bits = encodeQR(uri, 'raw', { ecc: 'medium', border: 4 });
    const size = bits.length * scale;
    const data = new Uint8Array(size * size * 4).fill(255);
    for (let y = 0; y < size; y += 1) {
      for (let x = 0; x < size; x += 1) {
        if (bits[Math.floor(y / scale)]?.[Math.floor(x / scale)])
          data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
      }
    }
    expect(decodeQR({ width: size, height: size, data })).toBe(uri);
  });
});
