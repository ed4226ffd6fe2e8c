import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { SigningKey } from '#application/ports/signing-keys.ts';

/** What attacks are made of: a genuine token, the key that signed it, and the moment. */
export type Loot = { readonly token: string; readonly key: SigningKey; readonly now: Date };

const encoded = (part: object | string): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

const signedBy =
  (key: KeyObject, digest: string | null = null) =>
  (header: object, payload: object | string): string => {
    const text = `${encoded(header)}.${encoded(payload)}`;
    return `${text}.${sign(digest, Buffer.from(text), key).toString('base64url')}`;
  };

/** The last character of a signature has four bits that mean nothing. */
const respelt = (token: string): string => {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return `${token.slice(0, -1)}${digits[digits.indexOf(token.slice(-1)) + 1]}`;
};

/** Tokens made of a genuine one in the ways of RFC 8725, each by its name; `ours` are signed by the true key. */
export const forgeries = ({ token, key, now }: Loot): Readonly<Record<string, string>> => {
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims = decodeJwt(token);
  const { kid, publicJwk } = key;
  const header = { alg: 'EdDSA', kid, typ: 'at+jwt' };
  const ours = signedBy(createPrivateKey({ key: { ...key.privateJwk }, format: 'jwk' }));
  const theirKey = generateKeyPairSync('ed25519');
  const theirs = signedBy(theirKey.privateKey);
  const theirJwk = theirKey.publicKey.export({ format: 'jwk' });
  const rs256 = signedBy(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, 'sha256');
  const es256 = signedBy(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'sha256');
  const at = now.getTime() / 1000;
  const hmac = (secret: string | Buffer): string => {
    const text = `${encoded({ ...header, alg: 'HS256' })}.${body}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };
  const x = String(publicJwk['x']);

  return {
    'no algorithm': `${encoded({ ...header, alg: 'none' })}.${body}.`,
    'no algorithm, in capitals': `${encoded({ ...header, alg: 'NoNe' })}.${body}.`,
    'no algorithm, and the signature left on': `${encoded({ ...header, alg: 'none' })}.${body}.${signature}`,
    'no signature': `${head}.${body}.`,
    'the public key as a shared secret': hmac(x),
    'the public key’s bytes as a shared secret': hmac(Buffer.from(x, 'base64url')),
    'the published key as a shared secret': hmac(JSON.stringify(publicJwk)),
    'an RSA key under our key’s name': rs256({ ...header, alg: 'RS256' }, claims),
    'an EC key under our key’s name': es256({ ...header, alg: 'ES256' }, claims),
    'their key under our key’s name': theirs(header, claims),
    'their key in the header': theirs({ ...header, jwk: theirJwk }, claims),
    'their key in the header alone': theirs({ alg: 'EdDSA', typ: 'at+jwt', jwk: theirJwk }, claims),
    'an address of their keys': theirs({ ...header, jku: 'http://127.0.0.1:9/keys' }, claims),
    'an address of their certificate': theirs({ ...header, x5u: 'http://127.0.0.1:9/cert' }, claims),
    'a certificate of theirs': theirs({ ...header, x5c: [x] }, claims),
    'a key name that is a path': theirs({ ...header, kid: '../../../../dev/null' }, claims),
    'a key name that is SQL': ours({ ...header, kid: `' or '1'='1` }, claims),
    'a key name that is SQL too': ours({ ...header, kid: `${kid}' -- ` }, claims),
    'a key name that ends in a space': ours({ ...header, kid: `${kid} ` }, claims),
    'an unknown key name': ours({ ...header, kid: 'unknown' }, claims),
    'an empty key name': ours({ ...header, kid: '' }, claims),
    'a huge key name': ours({ ...header, kid: 'k'.repeat(8000) }, claims),
    'a key name that is none': ours({ ...header, kid: { $ne: null } }, claims),
    'a key name of the prototype': ours({ ...header, kid: '__proto__' }, claims),
    'no key name': ours({ alg: 'EdDSA', typ: 'at+jwt' }, claims),
    'another audience': ours(header, { ...claims, aud: 'elsewhere' }),
    'no audience': ours(header, { ...claims, aud: undefined }),
    'another issuer': ours(header, { ...claims, iss: 'https://elsewhere.example.org' }),
    'our issuer with a slash': ours(header, { ...claims, iss: `${claims.iss}/` }),
    'another type': ours({ ...header, typ: 'JWT' }, claims),
    'no type': ours({ alg: 'EdDSA', kid }, claims),
    'the past': ours(header, { ...claims, iat: at - 1800, exp: at - 900 }),
    'no end': ours(header, { ...claims, exp: undefined }),
    'an end that is no number': ours(header, { ...claims, exp: `${claims.exp}` }),
    'a long life': ours(header, { ...claims, exp: at + 1e9, iat: at - 1000 }),
    'a birth to come': ours(header, { ...claims, iat: at + 60, exp: at + 900 }),
    'a beginning to come': ours(header, { ...claims, nbf: at + 60 }),
    'no birth': ours(header, { ...claims, iat: undefined }),
    'a demand nobody knows': ours({ ...header, crit: ['obey'], obey: true }, claims),
    'an empty list of demands': ours({ ...header, crit: [] }, claims),
    'a demand for an unencoded payload': ours({ ...header, crit: ['b64'], b64: false }, claims),
    'nobody as its subject': ours(header, { ...claims, sub: undefined }),
    'a claim named twice': ours(
      header,
      JSON.stringify(claims).replace('{', '{"sub":"01957b3e-9c00-7b20-9a01-2f6c1d7e4a41",'),
    ),
    'claims with spaces between': ours(header, JSON.stringify(claims, null, 1)),
    'claims that are a list': ours(header, JSON.stringify([claims])),
    'other claims than were signed': `${head}.${encoded({ ...claims, sub: '01957b3e-9c00-7b20-9a01-2f6c1d7e4a41' })}.${signature}`,
    'two parts': `${head}.${body}`,
    'four parts': `${token}.${signature}`,
    'five parts, as encrypted ones have': `${head}.${body}.${signature}.${body}.${signature}`,
    'a part cut short': token.slice(0, -1),
    'a part made longer': `${token}A`,
    padding: `${token}==`,
    'the same signature spelt otherwise': respelt(token),
    'JSON instead': encoded({ protected: head, payload: body, signature }),
  };
};
