import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fetchKeySet } from '#adapters/jose/fetch-key-set.ts';
import { joseForeignTokens } from '#adapters/jose/foreign-tokens.ts';
import { seconds } from '#domain/shared/duration.ts';
import { openLocalIssuer } from '../../support/local-issuer.ts';
import {
  acme,
  carla,
  clock,
  looks,
  reads,
  said,
  tokens,
  trust,
  trustAcme,
  trusted,
} from './trusting-acme.ts';

trustAcme();

describe('A token is refused', () => {
  test('without asking for any key, when nobody trusts whom it names', async () => {
    for (const iss of ['https://elsewhere.example', `${acme.issuer}/`, '', undefined, 42, [acme.issuer]]) {
      expect(await said({ iss })).toBeUndefined();
    }
    expect(looks).toBe(0);
  });

  test('without asking anybody, when it is none', async () => {
    for (const text of ['', 'a.b.c', '..', 'no token', '\0']) {
      expect(await tokens.verify(text)).toBeUndefined();
    }
    expect(reads).toBe(0);
  });

  test('without asking anybody, when it is longer than any product needs', async () => {
    const filled = (length: number) => acme.sign({ ...carla, pad: 'x'.repeat(length) }, { cty: 'x' });
    const room = ((16_384 - (await filled(0)).length) * 3) / 4;
    const fitting = await filled(Math.floor(room));
    expect(fitting).toHaveLength(16_384);
    expect(await tokens.verify(fitting)).toBeDefined();
    const before = reads;
    clock.advance(seconds(3));
    expect(await tokens.verify(await filled(Math.floor(room) + 3))).toBeUndefined();
    expect(reads).toBe(before);
  });

  test('for another audience, or none', async () => {
    for (const aud of ['elsewhere', 'Hexdesk', '', undefined, []])
      expect(await said({ aud })).toBeUndefined();
  });

  test('signed by an algorithm that the issuer does not use', async () => {
    trust([{ ...trusted, algorithms: ['RS256', 'EdDSA'] }]);
    expect(await said()).toBeUndefined();
  });

  test('without a signature, or with the public keys as its secret', async () => {
    const [, body] = (await acme.sign(carla)).split('.');
    const encoded = (header: object) => Buffer.from(JSON.stringify(header)).toString('base64url');
    for (const alg of ['none', 'None', '']) {
      expect(await tokens.verify(`${encoded({ alg })}.${body}.`)).toBeUndefined();
    }
    const { keys } = await fetchKeySet(acme.jwksUrl);
    for (const secret of [JSON.stringify({ keys }), JSON.stringify(keys[0]), String(keys[0]?.x)]) {
      const text = `${encoded({ alg: 'HS256', kid: 'key-1' })}.${body}`;
      const signature = createHmac('sha256', secret).update(text).digest('base64url');
      expect(await tokens.verify(`${text}.${signature}`)).toBeUndefined();
    }
  });

  test('signed by a forger, who points at keys of their own', async () => {
    const forger = await openLocalIssuer(clock);
    const [jwk] = (await fetchKeySet(forger.jwksUrl)).keys;
    const before = forger.asked();
    for (const header of [{}, { jku: forger.jwksUrl }, { jwk }, { kid: undefined }]) {
      const forged = await forger.sign({ ...carla, iss: acme.issuer }, header);
      expect(await tokens.verify(forged)).toBeUndefined();
    }
    expect(forger.asked()).toBe(before);
    await forger.close();
  });

  test('after it was changed, also when it was good before', async () => {
    const token = await acme.sign(carla);
    await tokens.verify(token);
    const [header, , signature] = token.split('.');
    const [, body] = (await acme.sign({ ...carla, sub: 'ada-at-acme' })).split('.');
    expect(await tokens.verify(`${header}.${body}.${signature}`)).toBeUndefined();
  });
});

describe('Trust in an issuer', () => {
  test('is read once in three seconds', async () => {
    await said();
    clock.advance(seconds(3) - 1);
    await said();
    expect(reads).toBe(1);
    clock.advance(1);
    await said();
    expect(reads).toBe(2);
  });

  test('ends for tokens that were good before as well', async () => {
    const token = await acme.sign(carla);
    expect(await tokens.verify(token)).toBeDefined();
    trust([]);
    clock.advance(seconds(3));
    expect(await tokens.verify(token)).toBeUndefined();
  });

  test('that did not change lets a token be verified once', async () => {
    const token = await acme.sign(carla);
    const before = await tokens.verify(token);
    clock.advance(seconds(3));
    expect(await tokens.verify(token)).toEqual(before);
    expect([reads, looks]).toEqual([2, 1]);
  });

  test('that changed is asked again of tokens that were good before', async () => {
    const token = await acme.sign(carla);
    await tokens.verify(token);
    trust([{ ...trusted, role: 'agent' }]);
    clock.advance(seconds(3));
    expect((await tokens.verify(token))?.issuer.role).toBe('agent');
    expect(looks).toBe(2);
    trust([{ ...trusted, audience: 'support' }]);
    clock.advance(seconds(3));
    expect(await tokens.verify(token)).toBeUndefined();
  });

  test('is of each issuer alone: what one vouches for is not another’s', async () => {
    const other = await openLocalIssuer(clock);
    const theirs = { ...trusted, name: 'Other', issuer: other.issuer, jwksUrl: other.jwksUrl };
    trust([theirs, trusted]);
    expect((await said())?.issuer.name).toBe('Acme');
    expect((await tokens.verify(await other.sign(carla)))?.issuer.name).toBe('Other');
    expect(await tokens.verify(await other.sign({ ...carla, iss: acme.issuer }))).toBeUndefined();
    await other.close();
  });

  test('that cannot be read is no wrong token', async () => {
    const away = joseForeignTokens({
      issuers: () => Promise.reject(new Error('away')),
      keySets: { keyAt: () => () => Promise.reject(new Error('not asked')) },
      clock,
    });
    await expect(away.verify(await acme.sign(carla))).rejects.toThrow('away');
  });
});
