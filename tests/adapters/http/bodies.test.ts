import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startEmbeddedDesk } from '../../support/desk.ts';
import type { ProblemBody } from '../../support/http/bodies.ts';
import { ticketsOf } from '../../support/http/stories.ts';
import { carla } from '../../support/people.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startEmbeddedDesk();
});
afterAll(() => desk.close());

const json = { 'content-type': 'application/json' };
const raise = (raw: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = json) =>
  desk.as('ben').send<ProblemBody>('POST', '/v1/tickets', { raw, headers });

/** Path and code of every breach that a body is told of. */
const breachesOf = async (body: unknown): Promise<readonly (readonly [string, string])[]> => {
  const answer = await raise(typeof body === 'string' ? body : JSON.stringify(body));
  expect(answer).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
  return (answer.body.errors ?? []).map(({ path, code }) => [path, code] as const);
};

const sound = { subject: 'Charged twice', body: 'Please help' };

describe('a body that cannot be taken in', () => {
  afterEach(async () => {
    expect(await ticketsOf(desk.as('ben')), 'nothing is written').toEqual([]);
  });

  test.each([
    ['breaks off', '{"subject":'],
    ['is white space', '   '],
    ['has something after it', '{"subject":"a","body":"b"}x'],
    ['is JavaScript', "{'subject':'a'}"],
    ['has a number that is none', '{"subject":NaN}'],
    ['begins with a byte order mark', '\ufeff{"subject":"a","body":"b"}'],
  ])('is malformed when it %s', async (_, raw) => {
    expect(await raise(raw)).toMatchObject({ status: 400, body: { code: 'malformed-request' } });
  });

  test('is malformed when there is none where one is due, whatever its type', async () => {
    for (const headers of [json, {}, { 'content-type': 'text/plain' }]) {
      expect(await raise('', headers)).toMatchObject({ status: 400, body: { code: 'malformed-request' } });
    }
  });

  test('is malformed when it is not UTF-8', async () => {
    const latin1 = Buffer.from('{"subject":"Zur\u00fcck","body":"b"}', 'latin1');
    const overlong = Buffer.from([
      ...Buffer.from('{"subject":"'),
      0xc0,
      0xaf,
      ...Buffer.from('","body":"b"}'),
    ]);
    for (const raw of [latin1, overlong]) {
      const answer = await raise(new Uint8Array(raw));
      expect(answer).toMatchObject({ status: 400, body: { detail: 'The body is not UTF-8.' } });
    }
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=latin1',
    'application/merge-patch+json',
    'application/json, text/plain',
  ])('is of a type that is not spoken here: %s', async (contentType) => {
    const answer = await raise(JSON.stringify(sound), { 'content-type': contentType });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });

  test('is too large beyond a mebibyte', async () => {
    const filled = (bytes: number): string => `{"subject":"${'a'.repeat(bytes - 14)}"}`;
    const largest = await raise(filled(1024 * 1024));
    expect(largest).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
    const tooLarge = await raise(filled(1024 * 1024 + 1));
    expect(tooLarge).toMatchObject({
      status: 413,
      body: { code: 'payload-too-large', largestBytes: 1024 * 1024 },
    });
    expect(await raise(filled(2_000_000))).toMatchObject({ status: 413 });
  });

  test('may nest 32 deep and no deeper', async () => {
    const nested = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
    expect(await breachesOf(nested(32))).toContainEqual(['a', 'unknown-field']);
    expect(await breachesOf(nested(33))).toEqual([['', 'too-deep']]);
    expect(await breachesOf(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toEqual([['', 'too-deep']]);
  });

  test('may hold as many brackets in its texts as it likes', async () => {
    expect(await breachesOf({ subject: '"[{'.repeat(66), body: 7 })).toEqual([['body', 'invalid-type']]);
  });
});

describe('a body that breaks its schema', () => {
  afterEach(async () => {
    expect(await ticketsOf(desk.as('ben')), 'nothing is written').toEqual([]);
  });

  test.each([['null'], ['[]'], ['1'], ['"text"'], ['true']])(
    'is told to be an object when it is %s',
    async (raw) => {
      expect(await breachesOf(raw)).toEqual([['', 'invalid-type']]);
    },
  );

  test('is told every breach at once', async () => {
    const wrong = {
      body: null,
      queueId: 7,
      priority: 'asap',
      tags: ['ok', '', 5, 'a\nb', 'a'.repeat(51)],
      requesterId: 'carla',
      requesterEmail: 'carla@example',
      status: 'closed',
      version: 3,
    };
    expect(await breachesOf(wrong)).toEqual([
      ['subject', 'required'],
      ['body', 'invalid-type'],
      ['queueId', 'invalid-type'],
      ['priority', 'invalid-value'],
      ['tags.1', 'too-short'],
      ['tags.2', 'invalid-type'],
      ['tags.3', 'forbidden-character'],
      ['tags.4', 'too-long'],
      ['requesterId', 'invalid-id'],
      ['requesterEmail', 'invalid-email'],
      ['status', 'unknown-field'],
      ['version', 'unknown-field'],
      ['requesterEmail', 'ambiguous'],
    ]);
  });

  test('is told a thousand breaches and no more, so that a flood of them has no echo', async () => {
    const flood = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`field${index}`, 1]));
    const answer = await raise(JSON.stringify(flood));
    expect(answer.body.errors).toHaveLength(1000);
    expect(answer.body.detail).toBe('The first 1000 of 50002 breaches are listed in errors.');
  });

  test('is told so of body and query together', async () => {
    const answer = await desk
      .as('ben')
      .post<ProblemBody>('/v1/tickets?dry=1&x=2', { subject: 'Charged twice' });
    expect(answer.body.errors).toEqual([
      { path: 'dry', code: 'unknown-field', message: 'is not known here' },
      { path: 'x', code: 'unknown-field', message: 'is not known here' },
      { path: 'body', code: 'required', message: 'is required' },
    ]);
  });

  test('hears in words what would be right, and nothing of what it said', async () => {
    const answer = await raise(JSON.stringify({ subject: 5, body: 'b', priority: 'c4n4ry', tags: 'c4n4ry' }));
    expect(answer.body.errors).toEqual([
      { path: 'subject', code: 'invalid-type', message: 'must be of type string' },
      { path: 'priority', code: 'invalid-value', message: 'must be one of low, normal, high, urgent' },
      { path: 'tags', code: 'invalid-type', message: 'must be of type array' },
    ]);
    expect(answer.text).not.toContain('c4n4ry');
  });

  test.each([
    ['a subject of 201 characters', { ...sound, subject: 'a'.repeat(201) }, ['subject', 'too-long']],
    ['a subject of spaces', { ...sound, subject: '   ' }, ['subject', 'too-short']],
    ['a subject of two lines', { ...sound, subject: 'one\ntwo' }, ['subject', 'forbidden-character']],
    ['an empty message', { ...sound, body: '' }, ['body', 'too-short']],
    ['a blank message', { ...sound, body: ' \n\t ' }, ['body', 'blank']],
    ['a message of 100,001 characters', { ...sound, body: 'a'.repeat(100_001) }, ['body', 'too-long']],
    ['51 tags', { ...sound, tags: Array.from({ length: 51 }, String) }, ['tags', 'too-long']],
  ] as const)('does so by %s', async (_, body, breach) => {
    expect(await breachesOf(body)).toContainEqual(breach);
  });

  test.each(['\u0000', '\u0007', '\u001b[31m', '\u007f', '\u0085', '\ud800', '\udc00', 'a\udfff'])(
    'does so by characters nobody can keep or read: %j',
    async (text) => {
      expect(await breachesOf({ subject: `a${text}b`, body: `a${text}b`, tags: [`a${text}b`] })).toEqual([
        ['subject', 'forbidden-character'],
        ['body', 'forbidden-character'],
        ['tags.0', 'forbidden-character'],
      ]);
    },
  );

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'does so by a field called %s, which changes nothing anywhere',
    async (name) => {
      const raw = `{"subject":"a","body":"b","${name}":{"priority":"high","polluted":true}}`;
      expect(await breachesOf(raw)).toEqual([[name, 'unknown-field']]);
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    },
  );
});

describe('a body at its limits', () => {
  test.each(['application/json', 'application/json;charset=UTF-8', 'APPLICATION/JSON; charset="utf-8"'])(
    'is taken as %s',
    async (contentType) => {
      expect((await raise(JSON.stringify(sound), { 'content-type': contentType })).status).toBe(201);
    },
  );

  test('holds 200 characters of subject after trimming, and 100,000 of message, however many bytes they take', async () => {
    const subject = '🙂'.repeat(200);
    const body = `${'é'.repeat(99_990)}\r\n\t 🙂 done`;
    const answer = await desk
      .as('ben')
      .post<{ id: string }>('/v1/tickets', { subject: `  ${subject} `, body });
    expect(answer).toMatchObject({ status: 201, body: { subject } });
    const read = await desk.as('ben').get(`/v1/tickets/${answer.body.id}?include=messages`);
    expect(read.body).toMatchObject({ subject, messages: [{ body }, { automatic: true }] });
  });

  test('may name the requester by id or by address, not by both', async () => {
    const both = { ...sound, requesterId: carla.id, requesterEmail: 'carla@example.org' };
    expect(await breachesOf(both)).toEqual([['requesterEmail', 'ambiguous']]);
  });
});
