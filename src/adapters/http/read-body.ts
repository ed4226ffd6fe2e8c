import { raise } from './answer.ts';

/** Largest JSON body, in bytes. */
export const largestBody = 1024 * 1024;
/** Deepest nesting of a JSON body. */
export const deepestBody = 32;

/** The JSON body of a request with its text, or a thrown problem: 400, 413, 415 or 422, each where it belongs. */
export const readJson = async (
  request: Request,
): Promise<{ readonly text: string; readonly value: unknown }> => {
  const bytes = await readBytes(request);
  if (bytes.length === 0) raise({ code: 'malformed-request', detail: 'A JSON body is due here.' });
  if (!isJson(request.headers.get('content-type'))) raise({ code: 'unsupported-media-type' });
  const text = decoded(bytes);
  const value = parsed(text);
  if (depthOf(text) > deepestBody) {
    const message = `must not nest deeper than ${deepestBody}`;
    raise({ code: 'validation-failed', facts: { errors: [{ path: '', code: 'too-deep', message }] } });
  }
  return { text, value };
};

const readBytes = async (request: Request): Promise<Uint8Array> => {
  const tooLarge = { code: 'payload-too-large', facts: { largestBytes: largestBody } } as const;
  if (Number(request.headers.get('content-length') ?? 0) > largestBody) raise(tooLarge);
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > largestBody) raise(tooLarge);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
};

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

/** How deep a valid JSON text nests, counted without recursion. */
const depthOf = (json: string): number => {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
};
