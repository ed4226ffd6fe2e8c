import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#application/ports/clock.ts';
import type { Mailer } from '#application/ports/mailer.ts';
import type { ClaimedMail } from '#application/ports/outbound-mail.ts';
import { composeMail, type Sender } from './compose-mail.ts';

export type FolderMailerOptions = Sender & { readonly folder: string; readonly clock: Clock };

/**
 * Keeps mails in a folder, where a person or a program finds each as `.eml` (the mail itself), `.txt` (its text part)
 * and `.html`. A file that is there is whole; the `.eml` comes last.
 */
export const folderMailer = ({ folder, clock, ...sender }: FolderMailerOptions): Mailer => {
  return {
    async send(mail) {
      const { options, letter } = composeMail(mail, sender);
      const transport = await composing();
      const { message } = await transport.sendMail({ ...options, date: clock.now() });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, nameOf(mail, clock.now()));
      await place(`${path}.html`, letter.html);
      await place(`${path}.txt`, letter.text);
      await place(`${path}.eml`, message);
    },
    async close() {},
  };
};

/** Nodemailer is loaded with the first mail: it is slow to come, and a start waits for nothing it does not need. */
const composing = async () => {
  const { createTransport } = await import('nodemailer');
  return createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
};

const longestRecipient = 100;

/** Sorts by time, and tells people which mail is whose. */
const nameOf = ({ id, to }: ClaimedMail, at: Date): string => {
  const time = at.toISOString().replaceAll(/[:.]/g, '-');
  const recipient = to.replaceAll(/[^a-z0-9@.+_-]/g, '_').slice(0, longestRecipient);
  return `${time}-${recipient}-${id}`;
};

const place = async (path: string, content: Parameters<typeof writeFile>[1]): Promise<void> => {
  const unfinished = `${path}.tmp`;
  await writeFile(unfinished, content, { mode: 0o600 });
  await rename(unfinished, path);
};
