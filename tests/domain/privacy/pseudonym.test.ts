import { describe, expect, test } from 'vitest';
import { pseudonymOf } from '#domain/privacy/pseudonym.ts';
import { UserId } from '#domain/shared/ids.ts';

const withEnd = (end: string) => UserId(`01957b3e-9c00-7b20-9a01-2f6c1d7${end}`);

describe('what stands in the place of an erased person', () => {
  test('is an address that nobody has, and a name that says why', () => {
    expect(pseudonymOf(withEnd('e4a11'))).toEqual({
      email: 'erased-01957b3e-9c00-7b20-9a01-2f6c1d7e4a11@erased.invalid',
      firstName: 'Erased',
      // 0xe4a11 is 28, 18, 16 and 17 to the base of 32
      lastName: 'person WJGH',
    });
  });

  test.for([
    ['00000', '0000'],
    ['00001', '0001'],
    ['0001f', '000Z'],
    ['00020', '0010'],
    ['fffff', 'ZZZZ'],
  ] as const)('has four signs of the end of the id: %s makes %s', ([end, name]) => {
    expect(pseudonymOf(withEnd(end)).lastName).toBe(`person ${name}`);
  });
});
