import { describe, expect, test } from 'vitest';
import { weaknessOf } from '#domain/identity/weak-password.ts';
import { address, password } from '../../support/identity-people.ts';

const list = new Set(['password', 'iloveyou', 'qwerty', 'p@ssw0rd', 'letmein', 'mailcreated5240', '159753']);
const carla = { email: address('carla.m@shop.example.org'), firstName: 'Carla', lastName: 'Müller-Ng' };
const weakness = (raw: string, owner: typeof carla | undefined = carla) =>
  weaknessOf(password(raw), { isCommon: (one) => list.has(one), owner });

describe('a password that everybody tries first', () => {
  test.each([
    'mailcreated5240',
    'MailCreated5240',
    'ｍailcreated5240',
    'passwordpassword',
    'PasswordPasswordPass',
    'iloveyouiloveyouiloveyou',
    '159753159753159',
    'xxxxxxxxxxxxxxx',
    '👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍',
    '               ',
    'xyxyxyxyxyxyxyxyx',
    '123456789012345',
    '987654321098765',
    '111222333444555',
    'abcdefghijklmnop',
    'zyxwvutsrqponml',
    'qwertyuiopasdfgh',
    'qwertzuiopyxcvbnm',
    '1qaz2wsx3edc4rfv',
    '1q2w3e4r5t6y7u8i',
    '!@#$%^&*()!@#$%',
    'abcdefgh12345678',
  ])('"%s" is refused', (raw) => {
    expect(weakness(raw)).toBe('common-password');
  });

  test.each([
    'password12345678',
    'P@ssw0rd!!!!!!!!',
    '12345678password',
    'qwerty1234567890',
    '000letmein123456',
  ])('"%s" is refused: a common one beside a run of keys', (raw) => {
    expect(weakness(raw)).toBe('common-password');
  });
});

describe('a password about its owner', () => {
  test.each([
    'carla.m@shop.example.org',
    'Carla Müller-Ng',
    'carlacarlacarla',
    'carlamüller1984!',
    '1984-carla-1984-',
    'CARLA.shop.2026.example',
    'hexdesk-hexdesk-1',
    'Carla@12345678!',
  ])('"%s" is refused', (raw) => {
    expect(weakness(raw)).toBe('personal-password');
  });

  test('is nobody else’s concern', () => {
    const dora = { email: address('dora@mail.invalid'), firstName: 'Dora', lastName: 'Diaz' };
    expect(weakness('Carla Müller-Ng', dora)).toBeUndefined();
    expect(weaknessOf(password('Carla Müller-Ng'), { isCommon: () => false, owner: undefined })).toBe(
      undefined,
    );
  });
});

describe('a password that is good', () => {
  test.each([
    'correct horse battery staple',
    'carla likes her shop',
    'my password is a long one',
    'password of carla',
    'a-very-long-passphrase',
    'x9$kQ!vv2#pLm@7z',
    '834759120384751',
    '四季折々の花と鳥と風と月とを眺める',
    'hunter-two-hunter-two',
  ])('"%s" is taken, whatever it is made of', (raw) => {
    expect(weakness(raw)).toBeUndefined();
  });
});
