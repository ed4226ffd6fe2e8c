import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seconds } from '#domain/shared/duration.ts';
import { carla } from '../../support/people.ts';
import { inMemory } from './in-memory.ts';
import { connect, type LiveClient } from './live-client.ts';
import { type LiveDesk, type LiveNode, openLiveDesk } from './live-desk.ts';

let desk: LiveDesk;
let node: LiveNode;
beforeAll(async () => {
  desk = await openLiveDesk(inMemory);
  node = await desk.node({ limits: { framesPerWindow: 20, framesTooMany: 10 } });
});
afterAll(() => desk.close());

const live = async (): Promise<LiveClient> => connect(node.url, await node.signIn(carla));
const refusal = (client: LiveClient) => client.next(({ type }) => type === 'refused');

const ticketId = '01957b3e-9c00-7c30-b000-000000000001';
const reply = (fields: object): string =>
  JSON.stringify({ type: 'reply', ticketId, body: 'Hello', ...fields });

/** What is sent, and the first breach that is named: path and code; or the code of another problem. */
const malformed: Readonly<Record<string, readonly [frame: string, ...expected: string[]]>> = {
  'no JSON': ['hello', 'malformed-request'],
  nothing: ['', 'malformed-request'],
  'half of a JSON text': ['{"type":"ping"', 'malformed-request'],
  'JSON with a tail': ['{"type":"ping"} {}', 'malformed-request'],
  null: ['null', '', 'invalid-type'],
  'a list': ['[{"type":"ping"}]', '', 'invalid-type'],
  'a text': ['"ping"', '', 'invalid-type'],
  'a number': ['1e999', '', 'invalid-type'],
  'an object without a type': ['{}', 'type', 'required'],
  'a type nobody knows': ['{"type":"destroy"}', 'type', 'invalid-value'],
  'a type out of the prototype': ['{"type":"toString"}', 'type', 'invalid-value'],
  'a type that is no text': ['{"type":["ping"]}', 'type', 'invalid-value'],
  'a field nobody knows': ['{"type":"ping","extra":1}', 'extra', 'unknown-field'],
  'a prototype as a field': ['{"type":"ping","__proto__":{"ref":"x"}}', '__proto__', 'unknown-field'],
  'depth without end': [`{"type":"ping","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, '', 'too-deep'],
  'a ref that is too long': [`{"type":"ping","ref":"${'x'.repeat(101)}"}`, 'ref', 'too-long'],
  'a ref that is no text': ['{"type":"ping","ref":7}', 'ref', 'invalid-type'],
  'a ref that is no Unicode': ['{"type":"ping","ref":"\\ud800"}', 'ref', 'forbidden-character'],
  'a subscription to nothing': ['{"type":"subscribe"}', 'topic', 'required'],
  'a topic of no kind': ['{"type":"subscribe","topic":"everything"}', 'topic', 'invalid-topic'],
  'a topic without an id': ['{"type":"subscribe","topic":"ticket:"}', 'topic', 'invalid-topic'],
  'a cursor that is no text': ['{"type":"subscribe","topic":"mine","after":5}', 'after', 'invalid-type'],
  'a cursor that is too long': [
    `{"type":"subscribe","topic":"mine","after":"${'x'.repeat(201)}"}`,
    'after',
    'too-long',
  ],
  'a reply without a body': [reply({ body: undefined }), 'body', 'required'],
  'a blank reply': [reply({ body: ' \n ' }), 'body', 'blank'],
  'a reply with a NUL': [reply({ body: 'a\u0000b' }), 'body', 'forbidden-character'],
  'a reply with half a character': [reply({ body: 'a\ud800' }), 'body', 'forbidden-character'],
  'a reply of no kind': [reply({ kind: 'secret' }), 'kind', 'invalid-value'],
  'a reply with a status that is none': [reply({ status: 'lost' }), 'status', 'invalid-value'],
  'a reply with a key of blanks': [reply({ idempotencyKey: 'a b' }), 'idempotencyKey', 'invalid-format'],
  'a reply to nothing': [reply({ ticketId: '' }), 'ticketId', 'too-short'],
  'a reply to an object': [reply({ ticketId: { $ne: null } }), 'ticketId', 'invalid-type'],
};

describe('a frame that is malformed is refused by name, and the connection stays', () => {
  test.for(Object.entries(malformed))('%s', async ([, [frame, ...expected]]) => {
    const client = await live();
    client.raw(frame);
    const { problem } = await refusal(client);
    const [first] = (problem?.['errors'] ?? []) as readonly { path: string; code: string }[];
    expect(first ? [first.path, first.code] : [problem?.code]).toEqual(expected);
    expect(problem?.status).toBe(first ? 422 : 400);
    expect((await client.ask({ type: 'ping' })).type).toBe('pong');
    client.close();
  });

  test('every breach is named, and the ref is repeated', async () => {
    const client = await live();
    const { ref, problem } = await client.ask({ type: 'reply', kind: 'x', more: 1, body: '' });
    expect(ref).toBe('r1');
    const errors = (problem?.['errors'] ?? []) as readonly { path: string }[];
    expect(new Set(errors.map(({ path }) => path))).toEqual(new Set(['body', 'kind', 'more', 'ticketId']));
  });
});

describe('a client that does not keep to the protocol is closed', () => {
  test('a frame of more than 64 KiB: 1009', async () => {
    const client = await live();
    client.raw(reply({ body: 'x'.repeat(64 * 1024) }));
    expect((await client.closed).code).toBe(1009);
  });

  test('a frame of just 64 KiB is read', async () => {
    const client = await live();
    const room = 64 * 1024 - Buffer.byteLength(reply({ body: '' }));
    client.raw(reply({ body: 'x'.repeat(room) }));
    expect((await refusal(client)).problem?.code).toBe('not-found');
  });

  test('a binary frame: 1003', async () => {
    const client = await live();
    client.raw(Buffer.from('{"type":"ping"}'));
    expect(await client.closed).toEqual({ code: 1003, reason: 'not-text' });
  });

  test('a frame that is not UTF-8: 1007', async () => {
    const client = await live();
    client.socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false });
    expect((await client.closed).code).toBe(1007);
  });
});

describe('a client that sends too many frames', () => {
  test('is told to wait, under the ref of each, and is heard again after the window', async () => {
    const client = await live();
    for (let count = 0; count < 20; count += 1) await client.ask({ type: 'ping' });
    const { problem } = await client.ask({ type: 'ping' });
    expect(problem).toMatchObject({ code: 'too-many-requests', status: 429, retryAfter: 10 });
    desk.clock.advance(seconds(10));
    expect((await client.ask({ type: 'ping' })).type).toBe('pong');
  });

  test('and goes on all the same is closed: 4029', async () => {
    const client = await live();
    for (let count = 0; count < 31; count += 1) client.send({ type: 'ping' });
    expect(await client.closed).toEqual({ code: 4029, reason: 'too-many-frames' });
    expect(client.all.filter(({ type }) => type === 'refused')).toHaveLength(10);
  });

  test('pings below the frames count as well', async () => {
    const client = await live();
    for (let count = 0; count < 31; count += 1) client.socket.ping();
    expect((await client.closed).code).toBe(4029);
  });
});
