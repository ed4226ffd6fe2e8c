/** What every access token begins with, so that scanners for leaked secrets know it. */
export const tokenPrefix = 'hxd_pat_';

/** What every access token looks like: prefix, 256 random bits in base64url, and their checksum in base62. */
export const tokenPattern = /^hxd_pat_([A-Za-z0-9_-]{43})([A-Za-z0-9]{6})$/;

/** An access token as its owner sees it, once. */
export const tokenText = (secret: string): string => `${tokenPrefix}${secret}${checksumOf(secret)}`;

/** Whether a text is an access token as a whole: one that was typed wrong, or made up, mostly is not. */
export const isTokenText = (text: string): boolean => {
  const [, secret, checksum] = tokenPattern.exec(text) ?? [];
  return secret !== undefined && checksumOf(secret) === checksum;
};

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const checksumOf = (secret: string): string => {
  let rest = crc32(secret);
  let text = '';
  for (let digit = 0; digit < 6; digit += 1) {
    text = base62.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
};

/** CRC-32 as in gzip (RFC 1952, 8) of an ASCII text. */
const crc32 = (text: string): number => {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index += 1) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
};
