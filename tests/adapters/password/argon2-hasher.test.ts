import { describe, expect, test } from 'vitest';
import { argon2Hasher } from '#adapters/password/argon2-hasher.ts';
import { bounded } from '#adapters/password/bounded.ts';
import { HasherBusy } from '#application/ports/password-hasher.ts';

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

/** Tasks that end when told to, and how many of them run. */
const controlled = () => {
  const running: (() => void)[] = [];
  const task = () => new Promise<void>((end) => running.push(end));
  return { running, task };
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a bounded line', () => {
  test('runs so many at once, lets so many wait and turns the next away', async () => {
    const { running, task } = controlled();
    const inTurn = bounded({ atOnce: 2, waiting: 1 });
    const accepted = [inTurn(task), inTurn(task), inTurn(task)];
    await expect(inTurn(task)).rejects.toBeInstanceOf(HasherBusy);
    expect(running).toHaveLength(2);
    running[0]?.();
    await settled();
    expect(running).toHaveLength(3);
    for (const end of running) end();
    await Promise.all(accepted);
  });

  test('gives a place back when a task fails', async () => {
    const inTurn = bounded({ atOnce: 1, waiting: 0 });
    await expect(inTurn(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await inTurn(async () => 'yes')).toBe('yes');
  });
});
