import { describe, expect, test } from 'vitest';
import { minutes, seconds } from '#domain/shared/duration.ts';
import { noon } from '../../support/tickets.ts';
import { acme, carla, clock, now, said, tokens, trust, trustAcme, trusted } from './trusting-acme.ts';

trustAcme();

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
    trust([{ ...trusted, claims: { ...claims, externalId: undefined } }]);
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
    trust([{ ...trusted, longestTokenMinutes: 10 }]);
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
