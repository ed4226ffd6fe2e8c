import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import {
  CompactSign,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
} from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sessionId } from '../../support/identity-people.ts';
import { carla } from '../../support/people.ts';
import {
  issuedBy,
  issuer,
  openTokenDesk,
  ourKey,
  signedByUs,
  type TokenDesk,
} from '../../support/token-desk.ts';

let desks: Awaited<ReturnType<typeof openTokenDesk>>;
let desk: TokenDesk;

beforeAll(async () => {
  desks = await openTokenDesk();
});
beforeEach(async () => {
  desk = await desks.fresh();
});
afterAll(() => desks.close());

/** The same signature with other bits where none of its own are left. */
const otherWritings = (token: string): readonly string[] => {
  const bytes = (text: string) => Buffer.from(text, 'base64url').toString('hex');
  const [, , signature = ''] = token.split('.');
  const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    .map((letter) => `${signature.slice(0, -1)}${letter}`)
    .filter((other) => other !== signature && bytes(other) === bytes(signature));
  expect(others).toHaveLength(15);
  return others.map((other) => token.replace(signature, other));
};

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('a forged token is refused', () => {
  test('without a signature', async () => {
    const [, claims] = (await issuedBy(desk)).split('.');
    for (const alg of ['none', 'None', 'NONE', '']) {
      expect(await desk.tokens.verify(`${encoded({ alg, typ: 'at+jwt' })}.${claims}.`)).toBeUndefined();
    }
    const [header] = (await issuedBy(desk)).split('.');
    expect(await desk.tokens.verify(`${header}.${claims}.`)).toBeUndefined();
  });

  test('signed with the public key as if it were a shared secret', async () => {
    const [, claims] = (await issuedBy(desk)).split('.');
    const key = await ourKey(desk);
    const secrets = [JSON.stringify(key.publicJwk), String(key.publicJwk['x'])];
    for (const secret of [...secrets, Buffer.from(String(key.publicJwk['x']), 'base64url')]) {
      const signed = `${encoded({ alg: 'HS256', kid: key.kid, typ: 'at+jwt' })}.${claims}`;
      const signature = createHmac('sha256', secret).update(signed).digest('base64url');
      expect(await desk.tokens.verify(`${signed}.${signature}`)).toBeUndefined();
    }
  });

  test('signed with another kind of key under our key’s name', async () => {
    const [, claims] = (await issuedBy(desk)).split('.');
    const key = await ourKey(desk);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signed = `${encoded({ alg: 'RS256', kid: key.kid, typ: 'at+jwt' })}.${claims}`;
    const signature = sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
    expect(await desk.tokens.verify(`${signed}.${signature}`)).toBeUndefined();
  });

  test('signed with a key of the forger’s, whatever the header says about it', async () => {
    const genuine = await issuedBy(desk);
    const forger = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const jwk = await exportJWK(forger.publicKey);
    const { kid = '' } = decodeProtectedHeader(genuine);
    for (const claim of [
      { kid },
      { kid: 'forged' },
      { kid, jwk },
      { jwk },
      { kid, jku: `${issuer}/forged` },
    ]) {
      const forged = await new SignJWT(decodeJwt(genuine))
        .setProtectedHeader({ ...claim, alg: 'EdDSA', typ: 'at+jwt' })
        .sign(forger.privateKey);
      expect(await desk.tokens.verify(forged)).toBeUndefined();
    }
  });

  test('with claims that were changed after signing', async () => {
    const [header, claims, signature] = (await issuedBy(desk)).split('.');
    const changed = { ...JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()), sub: sessionId(2) };
    expect(await desk.tokens.verify(`${header}.${encoded(changed)}.${signature}`)).toBeUndefined();
  });

  test('that makes demands nobody understands', async () => {
    const [, claims] = (await issuedBy(desk)).split('.');
    const key = await ourKey(desk);
    const header = { alg: 'EdDSA', kid: key.kid, typ: 'at+jwt', crit: ['obey'], obey: true };
    const signed = `${encoded(header)}.${claims}`;
    const privateKey = createPrivateKey({ key: { ...key.privateJwk }, format: 'jwk' });
    const signature = sign(null, Buffer.from(signed), privateKey).toString('base64url');
    expect(await desk.tokens.verify(`${signed}.${signature}`)).toBeUndefined();
  });

  test('when it is no token at all', async () => {
    const long = `${'a'.repeat(100_000)}.b.c`;
    for (const text of ['', '.', '..', 'a.b', 'a.b.c', 'a.b.c.d', '{}', 'é.ü.ö', '\0', long]) {
      expect(await desk.tokens.verify(text)).toBeUndefined();
    }
  });
});

describe('a token signed by us is refused', () => {
  test.each([
    ['for another audience', { aud: 'other' }],
    ['for no audience', { aud: undefined }],
    ['of another issuer', { iss: 'https://elsewhere.example.org' }],
    ['of no issuer', { iss: undefined }],
    ['about nobody', { sub: undefined }],
    ['about something that is no user', { sub: 'admin' }],
    ['without a session', { sid: undefined }],
    ['with a session that is none', { sid: { $ne: null } }],
    ['that never ends', { exp: undefined }],
    ['of unknown age', { iat: undefined }],
  ])('%s', async (_, claims) => {
    expect(await desk.tokens.verify(await signedByUs(desk, { claims }))).toBeUndefined();
  });

  test.each([
    ['of another kind', { typ: 'JWT' }],
    ['of no kind', { typ: undefined }],
    ['without naming its key', { kid: undefined }],
  ])('%s', async (_, header) => {
    expect(await desk.tokens.verify(await signedByUs(desk, { header }))).toBeUndefined();
  });

  test.each([
    ['that is over', -1000, -100],
    ['from the future', 60, 900],
    ['that lives longer than any we issue', -1000, 100_000],
  ])('%s', async (_, madeIn, overIn) => {
    const now = desk.clock.now().getTime() / 1000;
    const claims = { iat: now + madeIn, exp: now + overIn };
    expect(await desk.tokens.verify(await signedByUs(desk, { claims }))).toBeUndefined();
  });

  test('written otherwise than we write: with spare bits, with spaces, or with a claim twice', async () => {
    const genuine = await issuedBy(desk);
    const { privateJwk, kid } = await ourKey(desk);
    const key = await importJWK(privateJwk, 'EdDSA');
    const written = (text: string) =>
      new CompactSign(Buffer.from(text)).setProtectedHeader({ alg: 'EdDSA', kid, typ: 'at+jwt' }).sign(key);
    const claims = JSON.stringify(decodeJwt(genuine));
    expect(await desk.tokens.verify(await written(claims))).toBeDefined();
    const spaced = await written(claims.replace(',', ', '));
    const twice = await written(`{"sub":"${sessionId(2)}",${claims.slice(1)}`);
    for (const odd of [spaced, twice, ...otherWritings(genuine)]) {
      expect(await desk.tokens.verify(odd)).toBeUndefined();
    }
  });

  test('and accepted when nothing is wrong with it', async () => {
    expect(await desk.tokens.verify(await signedByUs(desk))).toBeDefined();
  });

  test('when it belongs to another address of the installation', async () => {
    const { token } = await desk.node({ issuer: 'http://desk.example.org' }).issue(carla.id, sessionId(1));
    expect(await desk.tokens.verify(token)).toBeUndefined();
  });
});
