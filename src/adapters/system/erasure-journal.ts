import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ErasureJournal } from '#application/ports/erasure-journal.ts';
import type { Logger } from '#application/ports/logger.ts';
import { type Erasure, erasedTexts } from '#domain/privacy/erasure.ts';
import { UserId } from '#domain/shared/ids.ts';

/** A line of the list that cannot be read. */
export class BadErasureList extends Error {
  readonly code = 'bad-erasure-list';
}

type Options = { readonly file: string; readonly logger: Pick<Logger, 'warn'> };

/** The list of erasures in a file of one JSON object a line. */
export const fileErasureJournal = ({ file, logger }: Options): ErasureJournal => {
  const owed: Erasure[] = [];
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const lines = owed.map(erasureLine);
    if (lines.length === 0) return;
    await mkdir(dirname(file), { recursive: true });
    await appendFile(file, (await mended(file)) + lines.join(''), { mode: 0o600 });
    owed.splice(0, lines.length);
  };
  const catchUp = (): Promise<void> => {
    writing = writing.catch(() => {}).then(write);
    return writing;
  };

  return {
    add(erasures) {
      owed.push(...erasures);
      return catchUp();
    },
    catchUp,
    async all() {
      await catchUp();
      const { erasures, isCutOff } = listIn(file, await contentOf(file));
      if (isCutOff) logger.warn({ file }, 'the last line of the list of erasures is cut off, and left out');
      return erasures;
    },
  };
};

/**
 * What must come before the next line. What a crash has cut off is taken away: it must neither take that line with it
 * nor stay among those that are whole.
 */
const mended = async (file: string): Promise<'' | '\n'> => {
  const content = await contentOf(file);
  const whole = content.slice(0, content.lastIndexOf('\n') + 1);
  const last = content.slice(whole.length);
  if (last === '') return '';
  if (!readErasures(last).isCutOff) return '\n';
  await truncate(file, Buffer.byteLength(whole));
  return '';
};

const listIn = (file: string, content: string): ErasureList => {
  try {
    return readErasures(content);
  } catch (error) {
    throw error instanceof BadErasureList
      ? new BadErasureList(`${file}: ${error.message}`, { cause: error })
      : error;
  }
};

/** An erasure as a line. */
export const erasureLine = ({ user, at, texts }: Erasure): string =>
  `${JSON.stringify({ userId: user, at: at.toISOString(), texts })}\n`;

/** What a list says, and whether its last line never came to its end. */
export type ErasureList = { readonly erasures: readonly Erasure[]; readonly isCutOff: boolean };

/** The erasures in a list; a last line that was cut off while it was written is left out. @throws {BadErasureList} */
export const readErasures = (content: string): ErasureList => {
  const lines = content.split('\n');
  const last = lines.pop() ?? '';
  try {
    return { erasures: erasuresOn([...lines, last]), isCutOff: false };
  } catch (error) {
    if (last.trim() === '') throw error;
    return { erasures: erasuresOn(lines), isCutOff: true };
  }
};

const erasuresOn = (lines: readonly string[]): readonly Erasure[] =>
  lines.flatMap((line, index) => {
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
