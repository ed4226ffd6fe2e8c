import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type SmtpTimeouts, smtpMailer } from '#adapters/smtp/smtp-mailer.ts';
import { type Mailer, MailerUnavailable, MailRefused } from '#application/ports/mailer.ts';
import { type CatcherRules, startMailCatcher } from '../../support/mail-catcher.ts';
import { address, claimedMail } from '../../support/mails.ts';
import { sender } from '../../support/sender.ts';

const patience: SmtpTimeouts = { connectMs: 300, greetingMs: 300, silenceMs: 300, mailMs: 2_000 };

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close();
});

const mailerTo = (url: string, timeouts: Partial<SmtpTimeouts> = {}): Mailer => {
  const mailer = smtpMailer({ ...sender, url, timeouts: { ...patience, ...timeouts }, connections: 2 });
  opened.push(mailer);
  return mailer;
};

const catcherWith = async (rules: CatcherRules) => {
  const catcher = await startMailCatcher(rules);
  opened.push(catcher);
  return catcher;
};

/** A server that does something odd with each connection. */
const oddServer = async (talk: (socket: Socket) => void): Promise<string> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  opened.push({
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  const at = server.address();
  return `smtp://127.0.0.1:${typeof at === 'object' ? at?.port : ''}`;
};

const failure = async (mailer: Mailer, mail = claimedMail()): Promise<unknown> => {
  try {
    await mailer.send(mail);
  } catch (error) {
    return error;
  }
  throw new Error('the mail was taken');
};

describe('a mail that is refused for good', () => {
  test.each([
    ['the recipient is unknown', { recipient: () => ({ code: 550, text: '5.1.1 no such user' }) }],
    ['the mail is too big', { message: () => ({ code: 552, text: '5.3.4 too big' }) }],
    ['the mail is unwanted', { message: () => ({ code: 554, text: '5.7.1 spam' }) }],
  ])('is not tried again when %s', async (_, rules: CatcherRules) => {
    const catcher = await catcherWith(rules);
    expect(await failure(mailerTo(catcher.url))).toBeInstanceOf(MailRefused);
  });

  test('does not keep the next one from being sent', async () => {
    const no = { code: 550, text: '5.1.1 no such user' };
    const catcher = await catcherWith({ recipient: (to) => (to === 'gone@example.org' ? no : undefined) });
    const mailer = mailerTo(catcher.url);
    await failure(mailer, claimedMail({ to: address('gone@example.org') }));
    await mailer.send(claimedMail());
    expect(catcher.caught.map(({ to }) => to)).toEqual([['carla@example.org']]);
  });
});

describe('a mail that cannot be taken now', () => {
  test.each([
    ['the mailbox is busy', { recipient: () => ({ code: 451, text: '4.2.0 greylisted' }) }],
    ['the mail cannot be stored', { message: () => ({ code: 452, text: '4.3.1 disk full' }) }],
  ])('is tried again alone when %s', async (_, rules: CatcherRules) => {
    const catcher = await catcherWith(rules);
    const error = await failure(mailerTo(catcher.url));
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(MailRefused);
    expect(error).not.toBeInstanceOf(MailerUnavailable);
  });
});

describe('a mail server that takes no mail at all', () => {
  test('may refuse the connection', async () => {
    const catcher = await startMailCatcher();
    await catcher.close();
    expect(await failure(mailerTo(catcher.url))).toBeInstanceOf(MailerUnavailable);
  });

  test('may have no address', async () => {
    expect(await failure(mailerTo('smtp://mail.invalid'))).toBeInstanceOf(MailerUnavailable);
  });

  test('may never say a word', async () => {
    expect(await failure(mailerTo(await oddServer(() => {})))).toBeInstanceOf(MailerUnavailable);
  });

  test('may hang up before its greeting', async () => {
    const url = await oddServer((socket) => socket.end());
    expect(await failure(mailerTo(url))).toBeInstanceOf(MailerUnavailable);
  });

  test('may hang up instead of answering', async () => {
    const url = await oddServer((socket) => {
      socket.write('220 ready\r\n');
      socket.once('data', () => socket.destroy());
    });
    expect(await failure(mailerTo(url))).toBeInstanceOf(MailerUnavailable);
  });

  test('may fall silent in the middle', async () => {
    const url = await oddServer((socket) => {
      socket.write('220 ready\r\n');
      socket.once('data', () => socket.write('250 hello\r\n'));
    });
    expect(await failure(mailerTo(url))).toBeInstanceOf(MailerUnavailable);
  });

  test('may turn everybody away', async () => {
    const catcher = await catcherWith({ connection: () => ({ code: 421, text: '4.3.2 shutting down' }) });
    expect(await failure(mailerTo(catcher.url))).toBeInstanceOf(MailerUnavailable);
  });

  test('may not know us', async () => {
    const options = {
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_: unknown, __: unknown, done: (error: Error) => void) => done(new Error('no')),
    };
    const catcher = await catcherWith({ options });
    const url = catcher.url.replace('//', '//desk:wrong%20password@');
    expect(await failure(mailerTo(url))).toBeInstanceOf(MailerUnavailable);
  });

  test.each(['smtp:', 'smtps:'])('may not be who it says it is (%s)', async (protocol) => {
    // smtp-server's own certificate is one that nobody vouches for
    const options = { disabledCommands: [], secure: protocol === 'smtps:' };
    const catcher = await catcherWith({ options });
    const error = await failure(mailerTo(catcher.url.replace('smtp:', protocol)));
    expect(error).toBeInstanceOf(MailerUnavailable);
    expect(String(error)).toContain('certificate');
    expect(catcher.caught).toEqual([]);
  });

  test('may keep a mail waiting for ever with a word now and then', async () => {
    const url = await oddServer((socket) => {
      socket.write('220 ready\r\n');
      const drip = setInterval(() => socket.write('250-wait\r\n'), 50);
      socket.on('close', () => clearInterval(drip));
    });
    const error = await failure(mailerTo(url, { mailMs: 500 }));
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(MailRefused);
  });

  test('is asked again once it is back', async () => {
    let away = true;
    const catcher = await catcherWith({
      connection: () => (away ? { code: 421, text: '4.3.2 later' } : undefined),
    });
    const mailer = mailerTo(catcher.url);
    await failure(mailer);
    away = false;
    await mailer.send(claimedMail());
    expect(catcher.caught).toHaveLength(1);
  });
});

describe('many mails', () => {
  test('go over a few connections', async () => {
    let connections = 0;
    const catcher = await catcherWith({
      connection: () => {
        connections += 1;
        return undefined;
      },
    });
    const mailer = mailerTo(catcher.url);
    await Promise.all(Array.from({ length: 20 }, () => mailer.send(claimedMail())));
    expect(catcher.caught).toHaveLength(20);
    expect(connections).toBeLessThanOrEqual(2);
  });
});
