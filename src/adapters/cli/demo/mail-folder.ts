import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DemoFailed } from './api-client.ts';

/** A mail as its recipient reads it. */
export type ReadMail = { readonly subject: string; readonly text: string };

/** The mails of one person, in the order they arrive. */
export type MailFolder = {
  /** The next mail that has not been read yet; waits for it. */
  next(recipient: string): Promise<ReadMail>;
};

const patienceMs = 15_000;

/** Reads the folder in which a Hexdesk without a mail server keeps its mails. */
export const mailFolder = (folder: string): MailFolder => {
  const read = new Set<string>();
  return {
    async next(recipient) {
      for (const started = performance.now(); performance.now() - started < patienceMs; await pause(100)) {
        const arrived = (await namesIn(folder)).filter(
          (name) => name.includes(`-${recipient}-`) && name.endsWith('.eml'),
        );
        const fresh = arrived.toSorted().find((name) => !read.has(name));
        if (fresh === undefined) continue;
        read.add(fresh);
        const path = join(folder, fresh);
        const subject = /^Subject: (.*)$/m.exec(await readFile(path, 'utf8'))?.[1] ?? '';
        return { subject: subject.trim(), text: await readFile(path.replace(/\.eml$/, '.txt'), 'utf8') };
      }
      throw new DemoFailed(
        `No mail for ${recipient} came into ${folder}. The demo reads mail there: run Hexdesk without SMTP_URL, with the same DATA_DIR.`,
      );
    },
  };
};

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};
