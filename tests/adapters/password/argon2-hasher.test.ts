import { describe, expect, test } from 'vitest';
import { argon2Hasher } from '#adapters/password/argon2-hasher.ts';

const password = 'correct horse battery staple';

describe('passwords', () => {
  test('are kept as Argon2id with 19 MiB and two passes, salted', async () => {
    const hasher = argon2Hasher();
    const [one, two] = await Promise.all([hasher.hash(password), hasher.hash(password)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(two);
  });

  test('are recognised, and nothing else is', async () => {
    const hasher = argon2Hasher();
    const known = await hasher.hash(password);
    expect(await hasher.verify(known, password)).toBe(true);
    expect(await hasher.verify(known, `${password} `)).toBe(false);
    expect(await hasher.verify(known, known)).toBe(false);
    expect(await hasher.verify(undefined, password)).toBe(false);
  });

  test('are wholly compared, however long', async () => {
    const hasher = argon2Hasher();
    const long = '€'.repeat(1023);
    const known = await hasher.hash(`${long}a`);
    expect(await hasher.verify(known, `${long}a`)).toBe(true);
    expect(await hasher.verify(known, `${long}b`)).toBe(false);
  });

  test('that were hashed more weakly are told', async () => {
    const hasher = argon2Hasher();
    const weak = '$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8';
    expect(hasher.isOutdated(weak)).toBe(true);
    expect(hasher.isOutdated(await hasher.hash(password))).toBe(false);
  });
});
