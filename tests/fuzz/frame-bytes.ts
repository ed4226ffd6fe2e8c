import { randomBytes } from 'node:crypto';
import fc, { type Arbitrary } from 'fast-check';

/** A frame of RFC 6455 as its bits, whether they go together or not. */
type Bits = {
  readonly isLast: boolean;
  readonly reserved: number;
  readonly opcode: number;
  readonly isMasked: boolean;
  readonly payload: Buffer;
  /** What the length field says, where it does not tell the truth. */
  readonly claimedLength: number | undefined;
  /** The bits its length is written with at least. */
  readonly lengthBits: 7 | 16 | 64;
};

/** The request that opens a live connection. */
export const handshake = (token: string): Buffer => {
  const fields = [
    'GET /v1/live HTTP/1.1',
    'Host: localhost',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    `Authorization: Bearer ${token}`,
  ];
  return Buffer.from(`${fields.join('\r\n')}\r\n\r\n`);
};

const written = ({
  isLast,
  reserved,
  opcode,
  isMasked,
  payload,
  claimedLength,
  lengthBits,
}: Bits): Buffer => {
  const length = claimedLength ?? payload.length;
  const first = (isLast ? 0x80 : 0) | (reserved << 4) | opcode;
  const mask = isMasked ? 0x80 : 0;
  const key = isMasked ? Buffer.from([1, 2, 3, 4]) : Buffer.alloc(0);
  const masked = isMasked ? payload.map((byte, at) => byte ^ ((at % 4) + 1)) : payload;
  return Buffer.concat([Buffer.from([first]), lengthField(length, lengthBits, mask), key, masked]);
};

const lengthField = (length: number, bits: Bits['lengthBits'], mask: number): Buffer => {
  if (length < 126 && bits === 7) return Buffer.from([mask | length]);
  const isShort = length < 0x1_0000 && bits !== 64;
  const field = Buffer.alloc(isShort ? 3 : 9);
  field[0] = mask | (isShort ? 126 : 127);
  if (isShort) field.writeUInt16BE(length, 1);
  else field.writeBigUInt64BE(BigInt(length), 1);
  return field;
};

const hex = (text: string) => Buffer.from(text, 'hex');
const ping = Buffer.from('{"type":"ping"}');

const payloads = fc.oneof(
  { weight: 4, arbitrary: fc.constant(ping) },
  fc.constantFrom(
    ...['', '{', 'null', '[]', '"', '\0', '{"type":"ping"', '{"type":"subscribe","topic":"mine"}'].map(
      (text) => Buffer.from(text),
    ),
  ),
  fc.constantFrom(hex('ff'), hex('c0af'), hex('eda080'), hex('f4908080'), hex('7b22ff223a317d'), hex('e282')),
  fc.constantFrom(
    hex('03'),
    hex('03e7'),
    hex('03ec'),
    hex('03ed'),
    hex('03e8'),
    hex('1388'),
    hex('03e8ff'),
    hex('0000'),
  ),
  fc.constantFrom(
    Buffer.alloc(126, 'a'),
    Buffer.alloc(64 * 1024, ' '),
    Buffer.alloc(64 * 1024 + 1, 'a'),
    Buffer.alloc(200_000, '['),
  ),
  fc.uint8Array({ maxLength: 60 }).map((all) => Buffer.from(all)),
);

const sound: Omit<Bits, 'payload'> = {
  isLast: true,
  reserved: 0,
  opcode: 1,
  isMasked: true,
  claimedLength: undefined,
  lengthBits: 7,
};

const twist: Arbitrary<Partial<Bits>> = fc.oneof(
  fc.nat(15).map((opcode) => ({ opcode })),
  fc.integer({ min: 1, max: 7 }).map((reserved) => ({ reserved })),
  fc.constant({ isMasked: false }),
  fc.constant({ isLast: false }),
  fc.constantFrom(
    { opcode: 0 },
    { opcode: 0, isLast: false },
    { opcode: 9, isLast: false },
    { opcode: 8 },
    { opcode: 2 },
  ),
  fc.constantFrom<Partial<Bits>>({ lengthBits: 16 }, { lengthBits: 64 }),
  fc.constantFrom(0, 5, 125, 65_536, 2 ** 31, 2 ** 40, 2 ** 53).map((claimedLength) => ({ claimedLength })),
  fc.constant({}),
);

const frames = fc
  .tuple(payloads, fc.array(twist, { minLength: 1, maxLength: 2 }))
  .map(([payload, twists]) => written({ ...sound, payload, ...twists[0], ...twists[1] }));

const cut = fc.tuple(frames, fc.double({ min: 0, max: 1, noNaN: true }));

/** What a client that does not know RFC 6455, or knows it too well, sends once it is connected. */
export const malformedFrames: Arbitrary<Buffer> = fc.oneof(
  { weight: 6, arbitrary: fc.array(frames, { minLength: 1, maxLength: 4 }).map((all) => Buffer.concat(all)) },
  { weight: 1, arbitrary: cut.map(([frame, share]) => frame.subarray(0, frame.length * share)) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 300 }).map((all) => Buffer.from(all)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      Buffer.concat(
        Array.from({ length: 2000 }, () =>
          written({ ...sound, isLast: false, opcode: 0, payload: Buffer.alloc(0) }),
        ),
      ),
      Buffer.concat(
        Array.from({ length: 150 }, () => written({ ...sound, opcode: 9, payload: Buffer.alloc(0) })),
      ),
      Buffer.concat(Array.from({ length: 250 }, () => written({ ...sound, payload: ping }))),
      Buffer.from('GET /v1/live HTTP/1.1\r\n\r\n'),
    ),
  },
);

/** A frame that a server sent. */
export type ServerFrame = { readonly opcode: number; readonly payload: Buffer };

/** The frames after the answer to a handshake; one that was cut off is left out. @throws without an upgrade. */
export const framesIn = (sent: Buffer): readonly ServerFrame[] => {
  const head = sent.indexOf('\r\n\r\n');
  if (!sent.toString('latin1').startsWith('HTTP/1.1 101 '))
    throw new Error(`no upgrade: ${sent.toString('latin1')}`);
  const all: ServerFrame[] = [];
  let at = head + 4;
  while (at + 2 <= sent.length) {
    const opcode = sent.readUInt8(at) & 0x0f;
    const short = sent.readUInt8(at + 1);
    if (short > 127) throw new Error('the server masks its frames');
    const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
    if (start > sent.length) break;
    const length =
      short < 126 ? short : short === 126 ? sent.readUInt16BE(at + 2) : Number(sent.readBigUInt64BE(at + 2));
    if (start + length > sent.length) break;
    all.push({ opcode, payload: sent.subarray(start, start + length) });
    at = start + length;
  }
  return all;
};
