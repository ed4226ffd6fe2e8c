import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverFrames } from '#adapters/wire/live-server-frames.ts';
import { z } from '#adapters/wire/schemas.ts';
import { connect } from '../adapters/websocket/live-client.ts';
import { brokenValuesOf } from './broken-values.ts';
import { budget, replay, seed } from './budget.ts';
import { framesIn, handshake, malformedFrames, type ServerFrame } from './frame-bytes.ts';
import { type FuzzedProcess, startFuzzedProcess } from './fuzzed-process.ts';
import { hostileTexts, textsWithHostile } from './hostile-texts.ts';
import { inWaves } from './in-waves.ts';
import { type Schema, schemaFrom } from './json-schema.ts';
import { at } from './operations.ts';
import { exchanged } from './raw-exchange.ts';
import { valuesOf } from './values.ts';

let hexdesk: FuzzedProcess;
let schemas: readonly Schema[];
beforeAll(async () => {
  hexdesk = await startFuzzedProcess();
  const document = (await (await fetch(`http://127.0.0.1:${hexdesk.port}/asyncapi.json`)).json()) as object;
  schemas = ['Subscribe', 'Unsubscribe', 'Reply', 'Typing', 'Viewing', 'Ping'].map((name) =>
    schemaFrom(at(document, 'components', 'schemas', `${name}Frame`), document),
  );
});
afterAll(() => hexdesk.end());

/** Larger ones end the connection, as the test of bytes tries. */
const fits = (text: string): boolean => Buffer.byteLength(text) <= 64 * 1024;

const perConnection = 40;
const inLots = <Item>(items: readonly Item[]): readonly Item[][] =>
  Array.from({ length: Math.ceil(items.length / perConnection) }, (_, lot) =>
    items.slice(lot * perConnection, (lot + 1) * perConnection),
  );

/** Sends frames over one connection that stays open, and gives back what is answered to them, in their order. */
const answersTo = async (texts: readonly string[]) => {
  const client = await connect(`ws://127.0.0.1:${hexdesk.port}`, { token: hexdesk.token });
  for (const text of texts) client.raw(text);
  await client.settled();
  client.socket.terminate();
  return client.all.slice(0, -1).filter(({ type }) => !unasked.has(type));
};

const unasked = new Set<string>(['presence', 'fact', 'reset']);

const serverFrame = z.discriminatedUnion('type', [
  serverFrames.subscribed,
  serverFrames.fact,
  serverFrames.presence,
  serverFrames.reset,
  serverFrames.accepted,
  serverFrames.refused,
  serverFrames.pong,
]);

/** Codes a client that breaks the protocol may be sent away with; one of our own failures is none of them. */
const closeCodes = new Set([1000, 1001, 1002, 1003, 1005, 1007, 1009, 4029]);

const objectionTo = ({ opcode, payload }: ServerFrame): string | undefined => {
  if (opcode === 8) {
    const code = payload.length < 2 ? 1005 : payload.readUInt16BE(0);
    return closeCodes.has(code) ? undefined : `closed with ${code}`;
  }
  if (opcode === 10) return undefined;
  if (opcode !== 1) return `sent a frame of type ${opcode}`;
  const frame = serverFrame.safeParse(JSON.parse(payload.toString()));
  if (!frame.success) return `said what it never says: ${payload}`;
  return frame.data.type === 'refused' && frame.data.problem.status >= 500 ? `broke: ${payload}` : undefined;
};

/** What a server says to a handshake with something behind it; a busy one is given time. */
const answered = async (bytes: Buffer): Promise<Buffer> => {
  const message = Buffer.concat([handshake(hexdesk.token), bytes]);
  const answer = await exchanged(hexdesk.port, message);
  return answer.length > 0 ? answer : exchanged(hexdesk.port, message, 2000);
};

const wrongWith = async (bytes: Buffer): Promise<readonly string[]> => {
  const frames = framesIn(await answered(bytes));
  return frames
    .flatMap((frame) => objectionTo(frame) ?? [])
    .map((why) => `${why}\nafter ${bytes.toString('base64')}`);
};

describe(`malformed WebSocket frames (${replay})`, () => {
  test('with one thing wrong are refused one by one, and the connection stays', async () => {
    const broken = fc
      .oneof(...schemas.map(brokenValuesOf))
      .map((value) => JSON.stringify(value))
      .filter(fits);
    const texts = fc.sample(broken, { numRuns: budget.messages / 4, seed });
    const answers = await inWaves(inLots(texts), 5, answersTo);
    const statuses = answers.flat().map(({ problem }) => problem?.status);
    const unrefused = texts.filter((_, index) => statuses[index] !== 422);
    expect(unrefused).toEqual([]);
    expect(statuses).toHaveLength(texts.length);
  });

  test('with hostile strings get one answer each', async () => {
    const sound = fc.oneof(...schemas.map((schema) => valuesOf(schema, textsWithHostile)));
    const texts = fc.sample(
      fc
        .oneof(
          sound.map((value) => JSON.stringify(value)),
          hostileTexts,
        )
        .filter(fits),
      {
        numRuns: budget.messages / 4,
        seed,
      },
    );
    const answers = (await inWaves(inLots(texts), 5, answersTo)).flat();
    expect(answers.filter(({ problem }) => (problem?.status ?? 0) >= 500)).toEqual([]);
    expect(answers).toHaveLength(texts.length);
  });

  test('of broken bytes end in a close for their reason, break nothing and leave no memory behind', async () => {
    const lots = fc.sample(malformedFrames, { numRuns: budget.messages / 2, seed });
    const warmUp = lots.length / 4;
    expect((await inWaves(lots.slice(0, warmUp), 12, wrongWith)).flat()).toEqual([]);
    const before = await hexdesk.residentMebibytes();
    expect((await inWaves(lots.slice(warmUp), 12, wrongWith)).flat()).toEqual([]);
    expect(await hexdesk.complaints()).toEqual([]);
    expect((await hexdesk.residentMebibytes()) - before).toBeLessThan(50);
  });
});
