/** One ticket of a file as it was read, before anybody has looked at what it says. */
export type SourceRow = {
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** How many bytes of the file lead up to its end. */
  readonly end: number;
  readonly read: { readonly value: unknown } | { readonly unreadable: Unreadable };
};

/** Why a row could not be read at all, though the rows around it can. */
export type Unreadable = { readonly path: string; readonly code: string; readonly message: string };

/** Longest row, in bytes: 8 MiB. */
export const longestRow = 8 * 1024 * 1024;

/** The file as a whole cannot be used from here on; the message says why in one line. */
export class BadFile extends Error {
  readonly code = 'bad-file';
}

/** Passes on what is UTF-8. @throws {BadFile} at what is not. */
export async function* utf8Only(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let before = 0;
  for await (const chunk of chunks) {
    check(() => decoder.decode(chunk, { stream: true }), before);
    before += chunk.length;
    yield chunk;
  }
  check(() => decoder.decode(), before);
}

const check = (decode: () => string, before: number): void => {
  try {
    decode();
  } catch (cause) {
    throw new BadFile(`it is not UTF-8 (somewhere behind byte ${before})`, { cause });
  }
};
