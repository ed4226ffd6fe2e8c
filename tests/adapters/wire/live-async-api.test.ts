import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { asyncApiDocument } from '#adapters/wire/live-async-api.ts';
import { clientFrames } from '#adapters/wire/live-client-frames.ts';
import { readFrame } from '#adapters/wire/live-frames.ts';
import { serverFrames } from '#adapters/wire/live-server-frames.ts';

type Json = { readonly [name: string]: Json } | readonly Json[] | string | number | boolean | null;

const document = JSON.parse(
  JSON.stringify(asyncApiDocument({ version: '1.2.3', publicUrl: 'https://desk.example.org/help' })),
) as Record<string, Json> & { components: { messages: object; schemas: object } };

const at = (pointer: string): Json | undefined =>
  pointer
    .slice(2)
    .split('/')
    .reduce<Json | undefined>(
      (found, name) =>
        found !== null && typeof found === 'object' ? (found as Record<string, Json>)[name] : undefined,
      document as Json,
    );

const refsIn = (json: Json): readonly string[] => {
  if (json === null || typeof json !== 'object') return [];
  const own = '$ref' in json && typeof json['$ref'] === 'string' ? [json['$ref']] : [];
  return [...own, ...Object.values(json).flatMap((value) => refsIn(value as Json))];
};

test('the document says where to connect, how to be let in, and every frame', () => {
  expect(document).toMatchObject({
    asyncapi: '3.0.0',
    info: { version: '1.2.3' },
    servers: { this: { host: 'desk.example.org', pathname: '/help', protocol: 'wss' } },
    channels: { live: { address: '/v1/live' } },
  });
  expect(Object.keys(document.components.messages)).toEqual(
    Object.keys({ ...clientFrames, ...serverFrames }),
  );
});

test('everything it points to is there', () => {
  const refs = refsIn(document);
  expect(refs.length).toBeGreaterThan(40);
  expect(refs.filter((pointer) => at(pointer) === undefined)).toEqual([]);
});

test.for([
  ['SubscribeFrame', { type: 'subscribe', topic: 'mine' }],
  ['SubscribeFrame', { type: 'subscribe', topic: 'ticket:42', after: 'c7', ref: 'a' }],
  ['SubscribeFrame', { type: 'subscribe', topic: 'mine', more: 1 }],
  ['SubscribeFrame', { type: 'subscribe' }],
  ['ReplyFrame', { type: 'reply', ticketId: '42', body: 'Hello' }],
  ['ReplyFrame', { type: 'reply', ticketId: '42', body: 'Hello', kind: 'secret' }],
  ['ReplyFrame', { type: 'reply', ticketId: '42', body: '' }],
  ['TypingFrame', { type: 'typing', ticketId: '42', active: false }],
  ['PingFrame', { type: 'ping', ref: 'x'.repeat(101) }],
] as const)('its schema of a %s agrees with what is read: %j', ([name, frame]) => {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  ajv.addSchema(document, 'live');
  const agrees = ajv.compile({ $ref: `live#/components/schemas/${name}` });
  expect(agrees(frame)).toBe(readFrame(JSON.stringify(frame)).ok);
});
