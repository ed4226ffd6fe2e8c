import { expect, test } from 'vitest';
import { listedPasswords } from '#adapters/password/common-passwords.ts';

test('the list of common passwords has those that everybody knows, and not what somebody made up', async () => {
  const isCommon = await listedPasswords().list();
  for (const common of ['123456', 'password', 'passwordpassword', 'qwertyuiop', 'iloveyou']) {
    expect(isCommon(common), common).toBe(true);
  }
  for (const other of ['correct horse battery staple', 'Password', '', 'constructor']) {
    expect(isCommon(other), other).toBe(false);
  }
});
