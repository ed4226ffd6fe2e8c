import { decodeProtectedHeader, errors, type FlattenedJWSInput, type JSONWebKeySet } from 'jose';
import { beforeEach, describe, expect, test } from 'vitest';
import { fetchKeySet } from '#adapters/jose/fetch-key-set.ts';
import { coolDown, type RemoteKeySets, remoteKeySets } from '#adapters/jose/remote-key-sets.ts';
import { minutes, seconds } from '#domain/shared/duration.ts';
import { type AdjustableClock, adjustableClock } from '../../support/adjustable-clock.ts';
import { type LocalIssuer, openLocalIssuer } from '../../support/local-issuer.ts';
import { recordingLogger } from '../../support/recording-logger.ts';

let clock: AdjustableClock;
let acme: LocalIssuer;
let logger: ReturnType<typeof recordingLogger>;
let keySets: RemoteKeySets;

beforeEach(async () => {
  clock = adjustableClock();
  logger = recordingLogger();
  acme = await openLocalIssuer(clock);
  keySets = remoteKeySets({ fetchKeys: fetchKeySet, clock, logger });
  return () => acme.close();
});

/** Looks for the key that a new token of an issuer names, or for another. */
const keyFor = async (issuer: LocalIssuer, kid?: string, from = keySets) => {
  const token = await issuer.sign({}, kid === undefined ? {} : { kid });
  const [header = '', payload = '', signature = ''] = token.split('.');
  const jws: FlattenedJWSInput = { protected: header, payload, signature };
  const { alg = '', ...named } = decodeProtectedHeader(token);
  return from.keyAt(issuer.jwksUrl)({ ...named, alg }, jws);
};

/** Key sets that come as the test says, and how often they were asked for. */
const answering = (answer: () => Promise<JSONWebKeySet>) => {
  let asked = 0;
  const fetchKeys = () => {
    asked += 1;
    return answer();
  };
  return [remoteKeySets({ fetchKeys, clock, logger }), () => asked] as const;
};

const noKey = errors.JWKSNoMatchingKey;
const breakDown = () => acme.answerWith({ status: 500, body: 'broken' });

describe('The keys of an issuer', () => {
  test('are asked for once, and counted on for ten minutes', async () => {
    expect(await keyFor(acme)).toMatchObject({ type: 'public' });
    clock.advance(minutes(10) - 1);
    await keyFor(acme);
    expect(acme.asked()).toBe(1);
    clock.advance(1);
    await keyFor(acme);
    expect(acme.asked()).toBe(2);
    clock.advance(minutes(10) - 1);
    await keyFor(acme);
    expect(acme.asked()).toBe(2);
  });

  test('are not asked for before a token comes', async () => {
    keySets.keyAt(acme.jwksUrl);
    expect(acme.asked()).toBe(0);
  });

  test('are asked for once by however many who come at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => keyFor(acme)));
    expect(acme.asked()).toBe(1);
    clock.advance(minutes(10));
    await Promise.all(Array.from({ length: 8 }, () => keyFor(acme)));
    expect(acme.asked()).toBe(2);
  });

  test('are asked for again when a token names a new one, and the old one still counts', async () => {
    await keyFor(acme);
    await acme.rotate();
    clock.advance(coolDown);
    expect(await keyFor(acme)).toMatchObject({ type: 'public' });
    expect(acme.asked()).toBe(2);
    await keyFor(acme, 'key-1');
    expect(acme.asked()).toBe(2);
  });

  test('are asked for once in half a minute, whatever keys are made up', async () => {
    await keyFor(acme);
    clock.advance(coolDown - 1);
    for (const kid of ['made up', 'made up again']) await expect(keyFor(acme, kid)).rejects.toThrow(noKey);
    expect(acme.asked()).toBe(1);
    clock.advance(1);
    for (const kid of ['made up', 'made up again']) await expect(keyFor(acme, kid)).rejects.toThrow(noKey);
    expect(acme.asked()).toBe(2);
    expect(coolDown).toBe(seconds(30));
  });

  test('made up by many at once cost the issuer one question', async () => {
    await keyFor(acme);
    clock.advance(coolDown);
    const tries = Array.from({ length: 8 }, (_, count) => keyFor(acme, `made up ${count}`));
    expect((await Promise.allSettled(tries)).map(({ status }) => status)).toEqual(Array(8).fill('rejected'));
    expect(acme.asked()).toBe(2);
  });

  test('that were withdrawn count no longer than the next question', async () => {
    const key = await keyFor(acme);
    acme.answerWith({ status: 200, body: '{"keys":[]}' });
    clock.advance(minutes(10) - 1);
    expect(await keyFor(acme)).toBe(key);
    clock.advance(1);
    await expect(keyFor(acme)).rejects.toThrow(noKey);
  });

  test('of two issuers are kept apart', async () => {
    const other = await openLocalIssuer(clock);
    const [ours, theirs] = [await keyFor(acme), await keyFor(other)];
    expect(ours).not.toBe(theirs);
    expect(await keyFor(acme)).toBe(ours);
    expect([acme.asked(), other.asked()]).toEqual([1, 1]);
    await other.close();
  });

  test('are not asked for again because a key is of no use for a token', async () => {
    const broken = { kty: 'EC', crv: 'P-256', alg: 'ES256', kid: 'key-1', x: 'AA', y: 'AA' };
    acme.answerWith({ status: 200, body: JSON.stringify({ keys: [broken] }) });
    const failure = await keyFor(acme).catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(noKey);
    clock.advance(coolDown);
    await expect(keyFor(acme)).rejects.toThrow();
    expect(acme.asked()).toBe(1);
  });
});

describe('While an issuer cannot be reached', () => {
  test('its keys count for an hour beyond their ten minutes, and not a moment longer', async () => {
    await keyFor(acme);
    breakDown();
    clock.advance(minutes(70) - 1);
    expect(await keyFor(acme)).toMatchObject({ type: 'public' });
    clock.advance(1);
    await expect(keyFor(acme)).rejects.toThrow(noKey);
  });

  test('it is asked once in half a minute, and the log says where nobody answered', async () => {
    breakDown();
    for (let tries = 0; tries < 3; tries += 1) await expect(keyFor(acme)).rejects.toThrow(noKey);
    expect(acme.asked()).toBe(1);
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        facts: { err: expect.objectContaining({ code: 'keys-unavailable' }), address: acme.jwksUrl },
        message: 'the keys of a trusted issuer cannot be read',
      },
    ]);
    clock.advance(coolDown - 1);
    await expect(keyFor(acme)).rejects.toThrow(noKey);
    expect(acme.asked()).toBe(1);
    clock.advance(1);
    await expect(keyFor(acme)).rejects.toThrow(noKey);
    expect(acme.asked()).toBe(2);
  });

  test('old keys are asked about once in half a minute as well', async () => {
    await keyFor(acme);
    breakDown();
    clock.advance(minutes(10));
    for (let tries = 0; tries < 3; tries += 1) await keyFor(acme);
    expect(acme.asked()).toBe(2);
  });

  test('a key that nobody knows is refused, and those that are known count', async () => {
    await keyFor(acme);
    breakDown();
    clock.advance(coolDown);
    await expect(keyFor(acme, 'made up')).rejects.toThrow(noKey);
    expect(await keyFor(acme)).toMatchObject({ type: 'public' });
  });

  test('an answer that came late counts from when it was asked for', async () => {
    let answer = Promise.withResolvers<JSONWebKeySet>();
    const [slow, asked] = answering(() => answer.promise);
    const published = await fetchKeySet(acme.jwksUrl);
    const waiting = keyFor(acme, undefined, slow);
    await expect.poll(asked).toBe(1);
    clock.advance(minutes(1));
    answer.resolve(published);
    await waiting;
    answer = Promise.withResolvers<JSONWebKeySet>();
    answer.resolve(published);
    clock.advance(minutes(9) - 1);
    await keyFor(acme, undefined, slow);
    expect(asked()).toBe(1);
    clock.advance(1);
    await keyFor(acme, undefined, slow);
    expect(asked()).toBe(2);
  });

  test('whoever comes while it is asked waits for that answer, however long it takes', async () => {
    const answer = Promise.withResolvers<JSONWebKeySet>();
    const [slow, asked] = answering(() => answer.promise);
    const first = keyFor(acme, undefined, slow);
    await expect.poll(asked).toBe(1);
    clock.advance(coolDown);
    const second = keyFor(acme, undefined, slow);
    answer.resolve(await fetchKeySet(acme.jwksUrl));
    expect(await Promise.all([first, second])).toHaveLength(2);
    expect(asked()).toBe(1);
  });

  test('it is believed again as soon as it answers', async () => {
    breakDown();
    await expect(keyFor(acme)).rejects.toThrow(noKey);
    acme.answerWith({ status: 200, body: JSON.stringify({ keys: [] }) });
    clock.advance(coolDown);
    await expect(keyFor(acme)).rejects.toThrow(noKey);
    expect(logger.lines).toHaveLength(1);
  });
});
