import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { joseSigningKeySource, newSigningKey } from '#adapters/jose/signing-key.ts';
import type { AccessTokens } from '#application/ports/access-tokens.ts';
import type { SigningKey } from '#application/ports/signing-keys.ts';
import { minutes, seconds } from '#domain/shared/duration.ts';
import { adjustableClock } from '../../support/adjustable-clock.ts';
import { sessionId } from '../../support/identity-people.ts';
import { carla } from '../../support/people.ts';
import { later } from '../../support/tickets.ts';
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

const madeAt = (createdAt: Date) => ({ createdAt, signsFrom: createdAt, follows: undefined });

const ourKeyOf = async (node: AccessTokens): Promise<SigningKey> => {
  await node.publicKeys();
  return ourKey(desk);
};

describe('an access token', () => {
  test('says who it is for, in which session and until when', async () => {
    const { token, expiresInSeconds } = await desk.tokens.issue(carla.id, sessionId(1));
    expect(expiresInSeconds).toBe(900);
    expect(await desk.tokens.verify(token)).toEqual({
      user: carla.id,
      session: sessionId(1),
      expiresAt: new Date(desk.clock.now().getTime() + minutes(15)),
    });
  });

  test('is what RFC 9068 calls one', async () => {
    const token = await issuedBy(desk);
    const key = await ourKey(desk);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', kid: key.kid, typ: 'at+jwt' });
    expect(decodeJwt(token)).toEqual({
      iss: issuer,
      aud: 'hexdesk',
      client_id: 'hexdesk',
      sub: carla.id,
      sid: sessionId(1),
      jti: expect.any(String),
      iat: desk.clock.now().getTime() / 1000,
      exp: desk.clock.now().getTime() / 1000 + 900,
    });
  });

  test('is good for fifteen minutes and not a moment longer, whether it was seen before or not', async () => {
    const [seen, unseen] = [await issuedBy(desk), await issuedBy(desk)];
    await desk.tokens.verify(seen);
    desk.clock.advance(minutes(15) - 1);
    expect(await desk.tokens.verify(seen)).toBeDefined();
    desk.clock.advance(1);
    expect(await desk.tokens.verify(seen)).toBeUndefined();
    expect(await desk.tokens.verify(unseen)).toBeUndefined();
  });

  test('of another node is accepted, also when its clock runs a little ahead', async () => {
    const ahead = adjustableClock(desk.clock.now());
    ahead.advance(seconds(4));
    const { token } = await desk.node({ clock: ahead }).issue(carla.id, sessionId(1));
    expect(await desk.tokens.verify(token)).toBeDefined();
  });
});

/** A key that another node made, which signs from this moment on. */
const nextKey = async (signsFrom = desk.clock.now()) => {
  const { kid: follows } = await ourKey(desk);
  const key = await newSigningKey({ createdAt: later(1), signsFrom, follows });
  await desk.signingKeys.add(key);
  return key;
};

describe('signing keys', () => {
  test('are published without their private half', async () => {
    await issuedBy(desk);
    const { keys } = await desk.tokens.publicKeys();
    expect(keys).toEqual([
      {
        kty: 'OKP',
        crv: 'Ed25519',
        x: expect.any(String),
        kid: expect.any(String),
        alg: 'EdDSA',
        use: 'sig',
      },
    ]);
  });

  test('are published field by field, whatever else was kept with them', async () => {
    const key = await newSigningKey(madeAt(new Date(0)));
    await desk.signingKeys.add({ ...key, publicJwk: { ...key.privateJwk } });
    expect(JSON.stringify(await desk.tokens.publicKeys())).not.toContain(key.privateJwk['d']);
  });

  test('that take over later are named by their thumbprint, too, and half of them is private', async () => {
    const key = await joseSigningKeySource.make(madeAt(later(1)));
    expect(key).toMatchObject({ ...madeAt(later(1)), privateJwk: { d: expect.any(String) } });
    expect(key.kid).toBe(await calculateJwkThumbprint(key.publicJwk));
    expect(key.publicJwk).not.toHaveProperty('d');
  });

  test('are made once, and shared by all nodes from then on', async () => {
    const first = await desk.tokens.publicKeys();
    expect(await desk.node().publicKeys()).toEqual(first);
    expect(await desk.signingKeys.all()).toHaveLength(1);
  });

  test('made by nodes that start at the same moment all count, on every node', async () => {
    const nodes = Array.from({ length: 4 }, () => desk.node());
    const issuedByEach = await Promise.all(nodes.map((one) => one.issue(carla.id, sessionId(1))));
    desk.clock.advance(seconds(1));
    const kids = (await desk.signingKeys.all()).map(({ kid }) => kid);
    for (const one of nodes) {
      expect((await one.publicKeys()).keys).toEqual(kids.map((kid) => expect.objectContaining({ kid })));
      for (const { token } of issuedByEach) expect(await one.verify(token)).toBeDefined();
    }
  });

  test('that another node made later are accepted from the next second on', async () => {
    const [one, other] = [desk.node(), desk.node()];
    await one.publicKeys();
    const next = await nextKey();
    const { token } = await other.issue(carla.id, sessionId(1));
    expect(decodeProtectedHeader(token).kid).toBe(next.kid);
    desk.clock.advance(seconds(1));
    expect(await one.verify(token)).toBeDefined();
  });

  test('sign when their time has come, and stand in the key set before that', async () => {
    const one = desk.node();
    const { kid: first } = await ourKeyOf(one);
    const next = await nextKey(later(minutes(10)));
    const signedWith = async () => decodeProtectedHeader((await one.issue(carla.id, sessionId(1))).token).kid;
    desk.clock.advance(minutes(10) - 1);
    expect((await one.publicKeys()).keys).toMatchObject([{ kid: first }, { kid: next.kid }]);
    expect(await signedWith()).toBe(first);
    desk.clock.advance(1);
    expect(await signedWith()).toBe(next.kid);
  });

  test('that are thrown away take what they have signed with them, seen before or not', async () => {
    const [seen, unseen] = [await issuedBy(desk), await issuedBy(desk)];
    await desk.tokens.verify(seen);
    const { kid } = await ourKey(desk);
    await nextKey();
    await desk.signingKeys.remove(kid);
    await desk.tokens.learnKeys();
    expect(await desk.tokens.verify(seen)).toBeUndefined();
    expect(await desk.tokens.verify(unseen)).toBeUndefined();
    expect(await desk.tokens.verify(await issuedBy(desk))).toBeDefined();
  });

  test('that are known are published and signed with while the database does not answer', async () => {
    let isHanging = false;
    const hanging = {
      ...desk.signingKeys,
      all: () => (isHanging ? new Promise<never>(() => {}) : desk.signingKeys.all()),
    };
    const its = desk.node({ signingKeys: hanging });
    const known = await its.publicKeys();
    isHanging = true;
    desk.clock.advance(minutes(1));
    expect(await its.publicKeys()).toEqual(known);
    const { token } = await its.issue(carla.id, sessionId(1));
    expect(await its.verify(token)).toBeDefined();
  });

  test('are asked for again once a second at most, however many unknown ones are named', async () => {
    let asked = 0;
    const counting = {
      ...desk.signingKeys,
      all: () => {
        asked += 1;
        return desk.signingKeys.all();
      },
    };
    const its = desk.node({ signingKeys: counting });
    const forged = await signedByUs(desk, { header: { kid: 'made up' } });
    for (let count = 0; count < 5; count += 1) await its.publicKeys();
    for (let count = 0; count < 5; count += 1) await its.verify(forged);
    expect(asked).toBe(1);
    desk.clock.advance(seconds(1));
    for (let count = 0; count < 5; count += 1) await its.verify(forged);
    expect(asked).toBe(2);
  });

  test('are asked for again after the database was away', async () => {
    let isAway = true;
    const failing = {
      ...desk.signingKeys,
      all: () => (isAway ? Promise.reject(new Error('away')) : desk.signingKeys.all()),
    };
    const its = desk.node({ signingKeys: failing });
    const token = await issuedBy(desk);
    await expect(its.publicKeys()).rejects.toThrow('away');
    await expect(its.verify(token), 'that is no wrong token').rejects.toThrow('away');
    isAway = false;
    expect((await its.publicKeys()).keys).toHaveLength(1);
    expect(await its.verify(token)).toBeDefined();
  });
});
