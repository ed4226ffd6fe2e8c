import fc, { type Arbitrary } from 'fast-check';
import { bodies, fields, lineEnds, long, methods, targets, versions } from './odd-http-parts.ts';

/** What an HTTP message consists of, as text with one character a byte. */
type Parts = {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly fields: readonly string[];
  readonly lineEnd: string;
  readonly body: string;
};
type Change = (parts: Parts) => Partial<Parts>;

/** Messages of HTTP/1.1 that went wrong somewhere on the way from their lines to their bytes. */
export const malformedMessages = (token: string): Arbitrary<Buffer> => {
  const spoiled = fc
    .tuple(soundParts(token), fc.array(changes, { minLength: 1, maxLength: 2 }))
    .map(([parts, all]) => {
      let made = parts;
      for (const change of all) made = { ...made, ...change(made) };
      return written(made);
    });
  const sound = soundParts(token).map(written);
  const garbled = fc.tuple(fc.oneof(sound, spoiled), garblings).map(([message, garble]) => garble(message));
  return fc.oneof(
    { weight: 5, arbitrary: spoiled },
    { weight: 4, arbitrary: garbled },
    { weight: 1, arbitrary: otherProtocols },
  );
};

const written = ({ method, target, version, fields, lineEnd, body }: Parts): Buffer => {
  const head = [[method, target, version].filter((part) => part !== '').join(' '), ...fields, '', ''];
  return Buffer.from(head.join(lineEnd) + body, 'latin1');
};

const soundParts = (token: string): Arbitrary<Parts> => {
  const json = JSON.stringify({ subject: 'Help', body: 'Please', surprise: true });
  const bearer = `Authorization: Bearer ${token}`;
  const common = { version: 'HTTP/1.1', lineEnd: '\r\n' };
  const host = 'Host: localhost';
  const posted = {
    ...common,
    method: 'POST',
    target: '/v1/tickets',
    fields: [host, bearer, 'Content-Type: application/json', `Content-Length: ${json.length}`],
    body: json,
  };
  return fc.constantFrom<Parts>(
    { ...common, method: 'GET', target: '/health/live', fields: [host], body: '' },
    { ...common, method: 'GET', target: '/v1/tickets?limit=5', fields: [host, bearer], body: '' },
    { ...common, method: 'DELETE', target: '/v1/tickets/999999', fields: [host, bearer], body: '' },
    { ...common, method: 'GET', target: '/v1/live', fields: [host, bearer], body: '' },
    posted,
    { ...posted, target: '/v1/auth/login' },
    {
      ...posted,
      fields: [host, bearer, 'Content-Type: application/json', 'Transfer-Encoding: chunked'],
      body: `${json.length.toString(16)}\r\n${json}\r\n0\r\n\r\n`,
    },
  );
};

const changes: Arbitrary<Change> = fc.oneof(
  fc.constantFrom(...methods).map(
    (method): Change =>
      () => ({ method }),
  ),
  fc.constantFrom(...targets).map(
    (target): Change =>
      () => ({ target }),
  ),
  fc.constantFrom(...versions).map(
    (version): Change =>
      () => ({ version }),
  ),
  fc.constantFrom(...lineEnds).map(
    (lineEnd): Change =>
      () => ({ lineEnd }),
  ),
  fc.constantFrom(...bodies).map(
    (body): Change =>
      () => ({ body }),
  ),
  {
    weight: 5,
    arbitrary: fc.constantFrom(...fields).map(
      (field): Change =>
        (parts) => ({ fields: [...parts.fields, field] }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...fields).map(
      (field): Change =>
        (parts) => ({ fields: [field, ...parts.fields] }),
    ),
  },
  fc.nat(5).map(
    (at): Change =>
      (parts) => ({ fields: parts.fields.toSpliced(at, 1) }),
  ),
  fc.nat(5).map(
    (at): Change =>
      (parts) => ({ fields: [...parts.fields, ...parts.fields.slice(at, at + 1)] }),
  ),
  fc.constantFrom(150, 3000).map(
    (count): Change =>
      (parts) => ({
        fields: [...parts.fields, ...Array.from({ length: count }, (_, index) => `X-${index}: y`)],
      }),
  ),
);

type Garble = (message: Buffer) => Buffer;

const bytes = (maxLength: number) =>
  fc.uint8Array({ minLength: 1, maxLength }).map((all) => Buffer.from(all));

const garblings: Arbitrary<Garble> = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }).map(
    (share): Garble =>
      (message) =>
        message.subarray(0, message.length * share),
  ),
  fc.tuple(fc.nat(), fc.nat(255)).map(
    ([at, byte]): Garble =>
      (message) =>
        Buffer.concat([
          message.subarray(0, at % message.length),
          Buffer.from([byte]),
          message.subarray((at % message.length) + 1),
        ]),
  ),
  fc.tuple(fc.nat(), bytes(30)).map(
    ([at, more]): Garble =>
      (message) =>
        Buffer.concat([
          message.subarray(0, at % message.length),
          more,
          message.subarray(at % message.length),
        ]),
  ),
  bytes(200).map(
    (more): Garble =>
      (message) =>
        Buffer.concat([message, more]),
  ),
  fc.integer({ min: 1, max: 20 }).map(
    (count): Garble =>
      (message) =>
        Buffer.concat([Buffer.from('\r\n'.repeat(count)), message]),
  ),
  fc.integer({ min: 2, max: 20 }).map(
    (count): Garble =>
      (message) =>
        Buffer.concat(Array.from({ length: count }, () => message)),
  ),
);

const otherProtocols = fc.oneof(
  bytes(400),
  fc.constantFrom(
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0'),
    Buffer.from('160301020001000001fc0303', 'hex'),
    Buffer.from('EHLO localhost\r\nMAIL FROM:<a@example.org>\r\n'),
    Buffer.from('GET /health/live\r\n\r\n'),
    Buffer.from('\x05\x01\0'),
    Buffer.from('PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n'),
    Buffer.from('*1\r\n$4\r\nPING\r\n'),
    Buffer.from('\r\n'.repeat(500)),
    Buffer.from('\0'.repeat(5000)),
    Buffer.from(long(100_000)),
  ),
);
