import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ErasureJournal } from '#application/ports/erasure-journal.ts';
import { type Erasure, erasedTexts } from '#domain/privacy/erasure.ts';
import { UserId } from '#domain/shared/ids.ts';

/** A line of the list that cannot be read. */
export class BadErasureList extends Error {
  readonly code = 'bad-erasure-list';
}

/** The list of erasures in a file of one JSON object a line. */
export const fileErasureJournal = ({ file }: { readonly file: string }): ErasureJournal => ({
  async add(erasures) {
    await mkdir(dirname(file), { recursive: true });
    await appendFile(file, erasures.map(erasureLine).join(''), { mode: 0o600 });
  },
  all: async () => readErasures(await contentOf(file)),
});

/** An erasure as a line. */
export const erasureLine = ({ user, at, texts }: Erasure): string =>
  `${JSON.stringify({ userId: user, at: at.toISOString(), texts })}\n`;

/** The erasures in a list. @throws {BadErasureList} */
export const readErasures = (content: string): readonly Erasure[] =>
  content.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      const { userId, at, texts } = JSON.parse(line) as Record<string, unknown>;
      const moment = new Date(String(at));
      const known = erasedTexts.find((one) => one === texts);
      if (known === undefined || Number.isNaN(moment.getTime())) throw new TypeError('not an erasure');
      return [{ user: UserId(String(userId)), at: moment, texts: known }];
    } catch (cause) {
      throw new BadErasureList(`line ${index + 1} is no erasure`, { cause });
    }
  });

const contentOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
};
