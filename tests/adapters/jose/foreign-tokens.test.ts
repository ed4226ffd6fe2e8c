import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fetchKeySet } from '#adapters/jose/fetch-key-set.ts';
import { joseForeignTokens } from '#adapters/jose/foreign-tokens.ts';
import { remoteKeySets } from '#adapters/jose/remote-key-sets.ts';
import type { ForeignTokens } from '#application/ports/trusted-issuers.ts';
import type { TrustedIssuer } from '#domain/identity/trusted-issuer.ts';
import { minutes, seconds } from '#domain/shared/duration.ts';
import { type AdjustableClock, adjustableClock } from '../../support/adjustable-clock.ts';
import { type LocalIssuer, openLocalIssuer } from '../../support/local-issuer.ts';
import { recordingLogger } from '../../support/recording-logger.ts';
import { noon } from '../../support/tickets.ts';
import { trustedAcme } from '../../support/trusted-acme.ts';

let acme: LocalIssuer;
let clock: AdjustableClock;
let trusted: TrustedIssuer;
let listed: readonly TrustedIssuer[];
let reads: number;
let looks: number;
let tokens: ForeignTokens;

beforeAll(async () => {
  acme = await openLocalIssuer({ now: () => clock.now() });
});
afterAll(() => acme.close());

beforeEach(() => {
  clock = adjustableClock();
  trusted = {
    ...trustedAcme,
    issuer: acme.issuer,
    jwksUrl: acme.jwksUrl,
    claims: { ...trustedAcme.claims, email: 'mail', externalId: 'customer_no', organisation: 'company' },
  };
  listed = [trusted];
  [reads, looks] = [0, 0];
  const keySets = remoteKeySets({ fetchKeys: fetchKeySet, clock, logger: recordingLogger() });
  tokens = joseForeignTokens({
    issuers: async () => {
      reads += 1;
      // as a store would: read anew each time
      return structuredClone(listed);
    },
    keySets: {
      keyAt: (address) => {
        looks += 1;
        return keySets.keyAt(address);
      },
    },
    clock,
  });
});

const now = () => clock.now().getTime() / 1000;
const carla = { sub: 'carla-at-acme', mail: 'carla@acme.example', given_name: 'Carla', family_name: 'Acme' };
const said = async (claims: object = {}, header: Record<string, unknown> = {}) =>
  tokens.verify(await acme.sign({ ...carla, ...claims }, header));

describe('A token of a trusted issuer', () => {
  test('says who it is about, as far as its claims are named', async () => {
    const claims = { customer_no: 'C-1', company: 'O-1', email_verified: true, role: 'admin' };
    expect(await said(claims)).toEqual({
      issuer: trusted,
      subject: 'carla-at-acme',
      issuedAt: noon,
      expiresAt: new Date(noon.getTime() + minutes(5)),
      email: 'carla@acme.example',
      emailIsVerified: true,
      firstName: 'Carla',
      lastName: 'Acme',
      externalId: 'C-1',
      organisation: 'O-1',
    });
  });

  test('says nothing beyond the subject where nothing else is in it', async () => {
    const nothing = { mail: undefined, given_name: undefined, family_name: undefined };
    expect(await said(nothing)).toEqual({
      issuer: trusted,
      subject: 'carla-at-acme',
      issuedAt: noon,
      expiresAt: new Date(noon.getTime() + minutes(5)),
      email: undefined,
      emailIsVerified: undefined,
      firstName: '',
      lastName: '',
      externalId: undefined,
      organisation: undefined,
    });
  });

  test('says no number and no organisation where no claim is named for them', async () => {
    const { organisation: _, ...claims } = trusted.claims;
    listed = [{ ...trusted, claims: { ...claims, externalId: undefined } }];
    expect(await said({ customer_no: 'C-1', company: 'O-1', undefined: 'C-2' })).toMatchObject({
      externalId: undefined,
      organisation: undefined,
    });
  });

  test('says whether an address is proven only by yes or no', async () => {
    expect(await said({ email_verified: false })).toMatchObject({ emailIsVerified: false });
    for (const vague of ['true', 1, null, {}]) {
      expect((await said({ email_verified: vague }))?.emailIsVerified).toBeUndefined();
    }
  });

  test.each([
    ['customer_no', 'externalId', 200],
    ['company', 'organisation', 200],
    ['given_name', 'firstName', 100],
    ['family_name', 'lastName', 100],
  ] as const)('says a %s whole or not at all', async (claim, fact, longest) => {
    const nothing = fact === 'externalId' || fact === 'organisation' ? undefined : '';
    const longestText = '👋'.repeat(longest);
    expect((await said({ [claim]: longestText }))?.[fact]).toBe(longestText);
    for (const odd of [`${longestText}x`, ' ', 'a\0b', 'two\nlines', 42, ['C-1'], null]) {
      expect((await said({ [claim]: odd }))?.[fact]).toBe(nothing);
    }
  });

  test('says a name without what hides in it or stands around it', async () => {
    expect(await said({ given_name: ' Carla ', family_name: 'Ac\u202eme' })).toMatchObject({
      firstName: 'Carla',
      lastName: '',
    });
  });

  test('says no address that is none or too long', async () => {
    const long = (length: number) => `c@${'a.'.repeat((length - 4) / 2)}de`;
    expect((await said({ mail: long(254) }))?.email).toBe(long(254));
    for (const odd of ['carla', long(256), ['carla@acme.example'], true]) {
      expect(await said({ mail: odd })).toMatchObject({ subject: 'carla-at-acme', email: undefined });
    }
  });

  test('is about whom its subject names to the letter, in two hundred characters at most', async () => {
    for (const sub of ['x'.repeat(200), ' carla ', 'Carla']) {
      expect((await said({ sub }))?.subject).toBe(sub);
    }
    for (const sub of ['x'.repeat(201), 'a\u2028b']) expect(await said({ sub })).toBeUndefined();
  });

  test.each([undefined, 'JWT', 'jwt', 'at+jwt', 'application/jwt', 'application/at+JWT'])(
    'may call itself %s',
    async (typ) => {
      expect(await said({}, { typ })).toBeDefined();
    },
  );

  test.each(['', 'logout+jwt', 'dpop+jwt', 'secevent+jwt', 'kb+jwt'])(
    'must not be made for something else: %s',
    async (typ) => {
      expect(await said({}, { typ })).toBeUndefined();
    },
  );

  test('may be for others as well, as long as it is for Hexdesk', async () => {
    expect(await said({ aud: ['shop', 'hexdesk'] })).toBeDefined();
    expect(await said({ aud: ['shop', 'hexdesk.example'] })).toBeUndefined();
  });
});

describe('The time of a token', () => {
  test('may begin half a minute ahead of our clock, and not a second more', async () => {
    for (const claim of ['iat', 'nbf']) {
      expect(await said({ [claim]: now() + 30 })).toBeDefined();
      expect(await said({ [claim]: now() + 31 })).toBeUndefined();
    }
  });

  test('ends when it says, whether the token was seen before or not, however clocks differ', async () => {
    const seen = await acme.sign(carla);
    const unseen = await acme.sign({ ...carla, nonce: 1 });
    await tokens.verify(seen);
    clock.advance(minutes(5) - 1);
    expect(await tokens.verify(seen)).toBeDefined();
    clock.advance(1);
    expect(await tokens.verify(seen)).toBeUndefined();
    expect(await tokens.verify(unseen)).toBeUndefined();
    clock.advance(-1);
    expect(await tokens.verify(unseen)).toBeDefined();
  });

  test('lasts an hour at most, or as long as the issuer was allowed', async () => {
    expect(await said({ exp: now() + 3600 })).toBeDefined();
    expect(await said({ exp: now() + 3601 })).toBeUndefined();
    listed = [{ ...trusted, longestTokenMinutes: 10 }];
    clock.advance(seconds(3));
    expect(await said({ exp: now() + 600 })).toBeDefined();
    expect(await said({ exp: now() + 601 })).toBeUndefined();
  });

  test.each([
    ['an end', { exp: undefined }],
    ['a beginning', { iat: undefined }],
    ['a beginning that is a number', { iat: '1' }],
    ['an end that is a number', { exp: 'never' }],
  ])('must have %s', async (_, wrong) => {
    expect(await said(wrong)).toBeUndefined();
  });
});

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
    listed = [{ ...trusted, algorithms: ['RS256', 'EdDSA'] }];
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
    listed = [];
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
    listed = [{ ...trusted, role: 'agent' }];
    clock.advance(seconds(3));
    expect((await tokens.verify(token))?.issuer.role).toBe('agent');
    expect(looks).toBe(2);
    listed = [{ ...trusted, audience: 'support' }];
    clock.advance(seconds(3));
    expect(await tokens.verify(token)).toBeUndefined();
  });

  test('is of each issuer alone: what one vouches for is not another’s', async () => {
    const other = await openLocalIssuer(clock);
    const theirs = { ...trusted, name: 'Other', issuer: other.issuer, jwksUrl: other.jwksUrl };
    listed = [theirs, trusted];
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
