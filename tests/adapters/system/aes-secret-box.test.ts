import { describe, expect, test } from 'vitest';
import { aesSecretBox } from '#adapters/system/aes-secret-box.ts';
import { secretKey } from '#adapters/system/secret-key.ts';

const box = aesSecretBox({ secretKey: secretKey('a'.repeat(32)) });
const otherBox = aesSecretBox({ secretKey: secretKey('b'.repeat(32)) });
const text = 'Your code is 123456. Grüße 👋';
const broken = expect.objectContaining({ code: 'seal-broken' });

describe('a sealed text', () => {
  test('opens to what was sealed, and never looks the same twice', () => {
    const sealed = box.seal(text, 'letter');
    expect(box.open(sealed, 'letter')).toBe(text);
    expect(sealed).not.toContain('123456');
    expect(box.seal(text, 'letter')).not.toBe(sealed);
    expect(box.open(box.seal('', 'letter'), 'letter')).toBe('');
  });

  test('does not open for another purpose or under another key', () => {
    const sealed = box.seal(text, 'letter');
    expect(() => box.open(sealed, 'signing key')).toThrow(broken);
    expect(() => otherBox.open(sealed, 'letter')).toThrow(broken);
  });

  test('does not open when any of it was changed, cut or made up', () => {
    const sealed = box.seal(text, 'letter');
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (const at of [0, 12, 28, bytes.length - 1]) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
      expect(() => box.open(`v1.${altered.toString('base64url')}`, 'letter')).toThrow(broken);
    }
    for (const wrong of ['', 'v1.', 'v1.AAAA', sealed.slice(0, 40), `v2${sealed.slice(2)}`, text]) {
      expect(() => box.open(wrong, 'letter')).toThrow(broken);
    }
  });
});
