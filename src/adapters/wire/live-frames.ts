import { checked } from './breaches.ts';
import { deepestJson, jsonDepth } from './json-depth.ts';
import { type ClientFrame, type ClientFrameType, clientFrames } from './live-client-frames.ts';
import type { Breach, Problem } from './problem.ts';
import type { z } from './schemas.ts';

/** A frame as it was understood, or why it was not, with the ref its answer repeats. */
export type ReadFrame =
  | { readonly ok: true; readonly frame: ClientFrame }
  | { readonly ok: false; readonly ref: string | undefined; readonly problem: Problem };

/** Reads a client's frame, as strictly as HTTP reads a body. */
export const readFrame = (text: string): ReadFrame => {
  const value = parsed(text);
  if (value === undefined)
    return {
      ok: false,
      ref: undefined,
      problem: { code: 'malformed-request', detail: 'The frame is not JSON.' },
    };
  const ref = refOf(value);
  if (jsonDepth(text) > deepestJson)
    return invalid(ref, [
      { path: '', code: 'too-deep', message: `must not nest deeper than ${deepestJson}` },
    ]);
  if (!isRecord(value))
    return invalid(ref, [{ path: '', code: 'invalid-type', message: 'must be an object' }]);
  const { type } = value;
  if (!isFrameType(type)) {
    const known = Object.keys(clientFrames).join(', ');
    const code = type === undefined ? 'required' : 'invalid-value';
    return invalid(ref, [{ path: 'type', code, message: `must be one of ${known}` }]);
  }
  const frame = checked<z.ZodType<ClientFrame>>(clientFrames[type], value);
  return frame.ok ? { ok: true, frame: frame.value } : invalid(ref, frame.breaches);
};

const invalid = (ref: string | undefined, errors: readonly Breach[]): ReadFrame => ({
  ok: false,
  ref,
  problem: { code: 'validation-failed', facts: { errors } },
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFrameType = (type: unknown): type is ClientFrameType =>
  typeof type === 'string' && Object.hasOwn(clientFrames, type);

/** Also a frame that is refused for its form is answered under its ref, when that can be read. */
const refOf = (value: unknown): string | undefined => {
  const ref = isRecord(value) && Object.hasOwn(value, 'ref') ? value['ref'] : undefined;
  const isSound = typeof ref === 'string' && ref.length > 0 && ref.length <= 100 && ref.isWellFormed();
  return isSound ? ref : undefined;
};
