import { deepestJson, jsonDepth } from '../wire/json-depth.ts';
import { breach } from '../wire/refusal-problem.ts';
import { raise } from './answer.ts';

/** Largest JSON body, in bytes. */
export const largestBody = 1024 * 1024;

/** The JSON body of a request with its text, or a thrown problem: 400, 413, 415 or 422, each where it belongs. */
export const readJson = async (
  request: Request,
): Promise<{ readonly text: string; readonly value: unknown }> => {
  const bytes = await readBytes(request);
  if (bytes.length === 0) raise({ code: 'malformed-request', detail: 'A JSON body is due here.' });
  if (!isJson(request.headers.get('content-type'))) raise({ code: 'unsupported-media-type' });
  const text = decoded(bytes);
  const value = parsed(text);
  if (jsonDepth(text) > deepestJson) {
    raise(breach('', 'too-deep', `must not nest deeper than ${deepestJson}`));
  }
  return { text, value };
};

const readBytes = async (request: Request): Promise<Uint8Array> => {
  const tooLarge = { code: 'payload-too-large', facts: { largestBytes: largestBody } } as const;
  if (Number(request.headers.get('content-length') ?? 0) > largestBody) raise(tooLarge);
  // a length that was told is one that Node's parser holds the sender to: no need to count, nor for a stream
  if (request.headers.has('content-length')) return whole(request);
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of arriving(request.body)) {
    size += chunk.length;
    if (size > largestBody) raise(tooLarge);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const whole = (request: Request): Promise<Uint8Array> =>
  request.arrayBuffer().then(
    (bytes) => new Uint8Array(bytes),
    () => raise({ code: 'malformed-request', detail: 'The body ends before it is complete.' }),
  );

/** The parts of a body as they come; one that breaks off is the sender's mistake, not ours. */
async function* arriving(body: NonNullable<Request['body']>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch {
    raise({ code: 'malformed-request', detail: 'The body ends before it is complete.' });
  } finally {
    reader.releaseLock();
  }
}

/** Only UTF-8 is JSON (RFC 8259); a charset that says otherwise is another media type. */
const isJson = (contentType: string | null): boolean =>
  contentType !== null &&
  /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?;?$/i.test(contentType.trim());

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decoded = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    return raise({ code: 'malformed-request', detail: 'The body is not UTF-8.' });
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return raise({ code: 'malformed-request', detail: 'The body is not JSON.' });
  }
};
