import { BadFile, longestRow, type SourceRow } from './source-row.ts';

const lineFeed = 0x0a;
const byteOrderMark = '\uFEFF';

/** Reads JSON Lines: one value a line; empty lines are passed over. @throws {BadFile} */
export async function* readJsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<SourceRow> {
  let line = 1;
  let end = 0;
  for await (const text of linesOf(chunks)) {
    end += text.length + 1;
    const row = rowOf(text.toString('utf8'), line, end);
    if (row !== undefined) yield row;
    line += 1;
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let kept: Buffer[] = [];
  let length = 0;
  let line = 1;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
      bounded(length + at - from, line);
      yield Buffer.concat([...kept, chunk.subarray(from, at)]);
      kept = [];
      length = 0;
      line += 1;
      from = at + 1;
    }
    kept.push(chunk.subarray(from));
    length += chunk.length - from;
    bounded(length, line);
  }
  if (length > 0) yield Buffer.concat(kept);
}

const bounded = (length: number, line: number): void => {
  if (length > longestRow) throw new BadFile(`line ${line} is longer than 8 MiB`);
};

const rowOf = (text: string, line: number, end: number): SourceRow | undefined => {
  const bare = line === 1 && text.startsWith(byteOrderMark) ? text.slice(1) : text;
  if (bare.trim() === '') return undefined;
  try {
    return { line, end, read: { value: JSON.parse(bare) } };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // what the parser says of it would quote the line
    return { line, end, read: { unreadable: { path: '', code: 'not-json', message: 'is not JSON' } } };
  }
};

/** A value as a line of JSON Lines. */
export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;
