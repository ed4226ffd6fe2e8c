import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coolDown } from '#adapters/jose/remote-key-sets.ts';
import { hours, minutes } from '#domain/shared/duration.ts';
import { startEmbeddedDesk } from '../../../support/desk.ts';
import { deskTrusting, somebody, type TrustingDesk } from '../../../support/http/trusting-desk.ts';
import { openLocalIssuer } from '../../../support/local-issuer.ts';

describe('A token of a trusted issuer', () => {
  let its: TrustingDesk;
  beforeAll(async () => {
    its = await deskTrusting(startEmbeddedDesk);
  });
  afterAll(() => its.close());

  const now = () => its.desk.clock.now().getTime() / 1000;

  test('counts on the live connection as well', async () => {
    const token = await its.issuer.sign(somebody());
    const ticket = await its.desk.withToken(token).post('/v1/live/tickets');
    expect(ticket.status).toBe(201);
  });

  test.each([
    ['for somebody else', () => ({ aud: 'elsewhere' })],
    ['for nobody', () => ({ aud: undefined })],
    ['of another issuer', () => ({ iss: 'https://elsewhere.example' })],
    ['of our own', () => ({ iss: 'https://desk.example.org' })],
    ['that is over', () => ({ iat: now() - 900, exp: now() - 600 })],
    ['without an end', () => ({ exp: undefined })],
    ['without a beginning', () => ({ iat: undefined })],
    ['that lives too long', () => ({ exp: now() + 3700 })],
    ['from the future', () => ({ iat: now() + 600, exp: now() + 900 })],
    ['that does not count yet', () => ({ nbf: now() + 600 })],
    ['about nobody', () => ({ sub: undefined })],
    ['about an empty name', () => ({ sub: '' })],
    ['about a name of spaces', () => ({ sub: '  ' })],
    ['about a number', () => ({ sub: 42 })],
    ['about a name with a NUL', () => ({ sub: 'a\0b' })],
    ['about a very long name', () => ({ sub: 'x'.repeat(201) })],
  ])('%s is refused', async (_, wrong) => {
    expect((await its.enter(somebody(wrong()))).status).toBe(401);
  });

  test('made for another purpose is refused', async () => {
    for (const typ of ['logout+jwt', 'dpop+jwt', 'secevent+jwt']) {
      expect((await its.me(await its.issuer.sign(somebody(), { typ }))).status).toBe(401);
    }
    for (const typ of [undefined, 'at+jwt', 'jwt']) {
      expect((await its.me(await its.issuer.sign(somebody(), { typ }))).status).toBe(200);
    }
  });

  test('signed with its public key as a secret, or not at all, is refused', async () => {
    const [, body] = (await its.issuer.sign(somebody())).split('.');
    const encoded = (header: object) => Buffer.from(JSON.stringify(header)).toString('base64url');
    const keys = await (await fetch(its.issuer.jwksUrl)).text();
    const text = `${encoded({ alg: 'HS256', kid: 'key-1', typ: 'JWT' })}.${body}`;
    const signature = createHmac('sha256', keys).update(text).digest('base64url');
    expect((await its.me(`${text}.${signature}`)).status).toBe(401);
    expect((await its.me(`${encoded({ alg: 'none' })}.${body}.`)).status).toBe(401);
  });

  test('of another key that calls itself the same is refused, wherever its header points', async () => {
    const forger = await openLocalIssuer(its.desk.clock);
    const claims = { ...somebody(), iss: its.issuer.issuer };
    for (const header of [{}, { jku: forger.jwksUrl }, { x5u: forger.jwksUrl }, { kid: '../key-1' }]) {
      expect((await its.me(await forger.sign(claims, header))).status).toBe(401);
    }
    expect(forger.asked()).toBe(0);
    await forger.close();
  });

  test('signed with a new key is accepted, and unknown keys are asked for seldom', async () => {
    await its.enter(somebody());
    const before = its.issuer.asked();
    await its.issuer.rotate();
    its.desk.clock.advance(coolDown);
    expect((await its.enter(somebody())).status).toBe(200);
    expect(its.issuer.asked()).toBe(before + 1);
    for (let tries = 0; tries < 5; tries += 1) {
      await its.me(await its.issuer.sign(somebody(), { kid: `unknown ${tries}` }));
    }
    expect(its.issuer.asked()).toBe(before + 1);
    its.desk.clock.advance(coolDown);
    const tokens = await Promise.all(
      Array.from({ length: 5 }, (_, at) => its.issuer.sign(somebody(), { kid: `unknown ${at}` })),
    );
    await Promise.all(tokens.map(its.me));
    expect(its.issuer.asked()).toBe(before + 2);
  });

  test('counts for an hour while the keys cannot be read, and then no more', async () => {
    const claims = somebody();
    await its.enter(claims);
    its.issuer.answerWith({ status: 500, body: 'broken' });
    its.desk.clock.advance(minutes(30));
    expect((await its.enter(claims)).status).toBe(200);
    its.desk.clock.advance(hours(1));
    expect((await its.enter(claims)).status).toBe(401);
  });

  test.each([
    ['elsewhere', { status: 302, body: '', location: 'http://127.0.0.1:9/' }],
    ['too long', { status: 200, body: `{"keys":[${'1,'.repeat(300_000)}1]}` }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['null', { status: 200, body: 'null' }],
    ['no keys', { status: 200, body: '{"keys":{}}' }],
    ['odd keys', { status: 200, body: '{"keys":[1,null,{"kty":"oct","k":"c2VjcmV0"}]}' }],
  ])('is refused while its key set is %s', async (_, answer) => {
    its.issuer.answerWith(answer);
    its.desk.clock.advance(hours(2));
    expect((await its.enter(somebody())).status).toBe(401);
  });
});
