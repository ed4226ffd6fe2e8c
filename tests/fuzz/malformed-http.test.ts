import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProblemSchema } from '#adapters/wire/problem.ts';
import { budget, replay, seed } from './budget.ts';
import { type FuzzedProcess, startFuzzedProcess } from './fuzzed-process.ts';
import { inWaves } from './in-waves.ts';
import { malformedMessages } from './malformed-http.ts';
import { answersIn, exchanged, type WireAnswer } from './raw-exchange.ts';

let hexdesk: FuzzedProcess;
beforeAll(async () => {
  hexdesk = await startFuzzedProcess();
});
afterAll(() => hexdesk.end());

/** What is wrong with an answer, if anything is. */
const objectionTo = ({ status, headers, body }: WireAnswer): string | undefined => {
  if (status >= 500) return `broke with ${status}: ${body}`;
  if (headers.get('x-request-id') === null) return `answered ${status} without a request id`;
  if (status < 400) return undefined;
  if (headers.get('content-type') !== 'application/problem+json; charset=utf-8')
    return `answered ${status} as ${headers.get('content-type')}`;
  const problem = ProblemSchema.safeParse(JSON.parse(body)).data;
  return problem?.status === status ? undefined : `answered ${status} with no problem of it: ${body}`;
};

/** What is wrong with what comes back on a message, with a line to send it again. */
const wrongWith = async (message: Buffer): Promise<readonly string[]> => {
  const sent = await exchanged(hexdesk.port, message);
  const again = `printf %s ${message.toString('base64')} | base64 -d | nc localhost 3000`;
  try {
    return answersIn(sent).flatMap((answer) => {
      const objection = objectionTo(answer);
      return objection === undefined ? [] : [`${objection}\n${again}`];
    });
  } catch (error) {
    return [`${String(error)}\n${again}`];
  }
};

describe(`malformed HTTP messages (${replay})`, () => {
  test('are refused with problems, break nothing and leave no memory behind', async () => {
    const messages = fc.sample(malformedMessages(hexdesk.token), { numRuns: budget.messages, seed });
    const warmUp = budget.messages / 4;
    expect((await inWaves(messages.slice(0, warmUp), 20, wrongWith)).flat()).toEqual([]);
    const before = await hexdesk.residentMebibytes();
    expect((await inWaves(messages.slice(warmUp), 20, wrongWith)).flat()).toEqual([]);
    expect(await hexdesk.complaints()).toEqual([]);
    expect((await hexdesk.residentMebibytes()) - before).toBeLessThan(50);
  });
});
