import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { folderMailer } from '#adapters/smtp/folder-mailer.ts';
import { adjustableClock } from '../../support/adjustable-clock.ts';
import { address, claimedMail, codeLetter, queuedMail } from '../../support/mails.ts';
import { sender } from '../../support/sender.ts';

const mail = claimedMail({ letter: codeLetter(), ticket: undefined });

describe('mails without a mail server', () => {
  let parent: string;
  let folder: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'hexdesk-mail-'));
    folder = join(parent, 'data', 'mail');
  });
  afterEach(() => rm(parent, { recursive: true }));

  const keeping = () => folderMailer({ ...sender, folder, clock: adjustableClock() });

  test('are kept where a person finds them, by time, recipient and id', async () => {
    await keeping().send(mail);
    const name = `2026-03-02T12-00-00-000Z-carla@example.org-${mail.id}`;
    expect((await readdir(folder)).sort()).toEqual([`${name}.eml`, `${name}.html`, `${name}.txt`]);
  });

  test('can be read as they would have been sent', async () => {
    await keeping().send(mail);
    const files = await readdir(folder);
    const read = async (ending: string): Promise<string> =>
      readFile(join(folder, files.find((file) => file.endsWith(ending)) ?? ''), 'utf8');
    const eml = await PostalMime.parse(await read('.eml'));
    expect(eml).toMatchObject({
      subject: 'Your confirmation code',
      messageId: mail.messageId,
      date: '2026-03-02T12:00:00.000Z',
      to: [{ address: 'carla@example.org' }],
    });
    const text = await read('.txt');
    expect(text).toContain('204817');
    expect(eml.text?.trim()).toBe(text.trim());
    expect(await read('.html')).toContain('204817');
  });

  test('are for the eyes of their owner only', async () => {
    await keeping().send(mail);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const file of await readdir(folder)) {
      expect((await stat(join(folder, file))).mode & 0o777, file).toBe(0o600);
    }
  });

  test('stay in their folder whatever the address is', async () => {
    const odd = `../../etc/passwd${'+x'.repeat(20)}@example.org`.replace('../..', 'a/b');
    await keeping().send({ ...mail, to: address(odd) });
    expect(await readdir(parent)).toEqual(['data']);
    expect(await readdir(folder)).toHaveLength(3);
  });

  test('are kept for the longest address there is', async () => {
    const domain = `${`${'d'.repeat(60)}.`.repeat(3)}org`;
    const to = address(`${'a'.repeat(64)}@${domain}`);
    await keeping().send({ ...mail, to });
    expect(await readdir(folder)).toHaveLength(3);
  });

  test('do not overwrite each other', async () => {
    const mailer = keeping();
    await Promise.all([mailer.send(mail), mailer.send({ ...mail, id: queuedMail(2).id })]);
    expect(await readdir(folder)).toHaveLength(6);
  });
});
