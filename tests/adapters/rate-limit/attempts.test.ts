import { describe, expect, test } from 'vitest';
import { attemptRates, inMemoryAttempts, unlimitedAttempts } from '#adapters/rate-limit/attempts.ts';
import { boundedCounter } from '#adapters/rate-limit/bounded-counter.ts';
import { requestLimiter } from '#adapters/rate-limit/request-limiter.ts';
import type { AttemptKind, Attempts, Standing } from '#application/ports/attempts.ts';

const carla = 'carla@example.com';
const ben = 'ben@example.com';

/** Attempts until one is told to wait. */
const allowedOf = async (attempts: Attempts, kind: AttemptKind, subject: string): Promise<number> => {
  for (let count = 0; count < 1000; count += 1) {
    if (await attempts.count(kind, subject)) return count;
  }
  return 1000;
};

describe('attempts', () => {
  test.each([
    ['login', 10],
    ['login-address', 100],
    ['login-account', 100],
    ['login-known', 10],
    ['code', 5],
    ['code-address', 100],
    ['code-account', 30],
    ['otp', 10],
    ['mail', 5],
    ['mail-address', 100],
    ['mail-account', 10],
    ['invitation', 5],
    ['reset-mail', 5],
    ['reset-address', 60],
    ['register-address', 100],
    ['refresh', 60],
    ['refresh-address', 600],
  ] as const)('at %s are allowed %i times, per subject and each kind for itself', async (kind, allowed) => {
    const attempts = inMemoryAttempts();
    expect(await allowedOf(attempts, kind, carla)).toBe(allowed);
    expect(await allowedOf(attempts, kind, ben)).toBe(allowed);
    const other = kind === 'login' ? 'code' : 'login';
    expect(await attempts.count(other, carla)).toBeUndefined();
  });

  test('beyond that are told how long to wait', async () => {
    const attempts = inMemoryAttempts();
    await allowedOf(attempts, 'login', carla);
    const tooMany = await attempts.count('login', carla);
    expect(tooMany?.retryAfterSeconds).toBeGreaterThan(0);
    expect(tooMany?.retryAfterSeconds).toBeLessThanOrEqual(attemptRates.login.seconds);
  });

  test('are forgotten when asked to', async () => {
    const attempts = inMemoryAttempts();
    await allowedOf(attempts, 'login', carla);
    await attempts.forget('login', carla);
    expect(await allowedOf(attempts, 'login', carla)).toBe(10);
  });

  test('are taken back one by one, and never to less than none', async () => {
    const attempts = inMemoryAttempts();
    await attempts.takeBack('login', carla);
    await allowedOf(attempts, 'login', carla);
    await attempts.takeBack('login', carla);
    await attempts.takeBack('login', carla);
    expect(await allowedOf(attempts, 'login', carla)).toBe(1);
    expect(await allowedOf(attempts, 'login', ben)).toBe(10);
  });

  test('tell whoever listens how they stand', async () => {
    const told: Standing[] = [];
    const attempts = inMemoryAttempts((standing) => void told.push(standing));
    await attempts.count('mail', carla);
    const standing = { kind: 'mail', limit: 5, windowSeconds: 3600, remaining: 4, resetSeconds: 3600 };
    expect(told).toEqual([standing]);
  });

  test('are not counted where limits are off, and everybody is known', async () => {
    expect(await allowedOf(unlimitedAttempts, 'mail', carla)).toBe(1000);
    await unlimitedAttempts.forget('mail', carla);
    await unlimitedAttempts.takeBack('mail', carla);
    await unlimitedAttempts.vouch(carla);
    expect(await unlimitedAttempts.isVouched(ben)).toBe(true);
  });
});

describe('a place somebody was vouched for at', () => {
  test('is known, and no other', async () => {
    const attempts = inMemoryAttempts();
    await attempts.vouch(carla);
    expect(await attempts.isVouched(carla)).toBe(true);
    expect(await attempts.isVouched(ben)).toBe(false);
  });
});

describe('counting', () => {
  test('starts anew when the window is over', async () => {
    const counter = boundedCounter({ points: 1, seconds: 0.02 });
    expect((await counter.consume(carla)).allowed).toBe(true);
    expect((await counter.consume(carla)).allowed).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await counter.consume(carla)).allowed).toBe(true);
  });

  test('forgets whoever was quiet longest when there are too many', async () => {
    const counter = boundedCounter({ points: 1, seconds: 60 }, 2);
    await counter.consume(carla);
    await counter.consume(ben);
    await counter.consume(carla);
    await counter.consume('sam@example.com');
    expect((await counter.consume(carla)).allowed).toBe(false);
    expect((await counter.consume(ben)).allowed).toBe(true);
  });
});

describe('a request limit', () => {
  test('counts addresses of one network together, however they are written', async () => {
    const limiter = requestLimiter({ points: 3, seconds: 60 });
    for (const address of ['2001:db8::1', '2001:DB8:0:0:ffff::2', '2001:db8::3'])
      expect((await limiter.consume(address)).allowed).toBe(true);
    expect((await limiter.consume('2001:db8::4')).allowed).toBe(false);
    expect((await limiter.consume('2001:db8:0:1::4')).allowed).toBe(true);
  });

  test('tells the caller what is left', async () => {
    const limiter = requestLimiter({ points: 2, seconds: 60 });
    expect(await limiter.consume('a')).toEqual({ allowed: true, limit: 2, remaining: 1, resetSeconds: 60 });
    expect(await limiter.consume('a')).toMatchObject({ allowed: true, limit: 2, remaining: 0 });
    expect(await limiter.consume('a')).toMatchObject({ allowed: false, limit: 2, remaining: 0 });
    expect(await limiter.consume('b')).toMatchObject({ allowed: true, remaining: 1 });
  });
});
