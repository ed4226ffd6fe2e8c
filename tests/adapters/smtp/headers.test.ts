import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { smtpMailer, smtpTimeouts } from '#adapters/smtp/smtp-mailer.ts';
import type { Mailer } from '#application/ports/mailer.ts';
import type { ClaimedMail } from '#application/ports/outbound-mail.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import { messageIdOf } from '#domain/notifications/message-id.ts';
import { type CaughtMail, type MailCatcher, startMailCatcher } from '../../support/mail-catcher.ts';
import { claimedMail, codeLetter, replyLetter } from '../../support/mails.ts';
import { sender } from '../../support/sender.ts';
import { ticketId } from '../../support/tickets.ts';

let catcher: MailCatcher;
let mailer: Mailer;
let before = 0;

beforeAll(async () => {
  catcher = await startMailCatcher();
  mailer = smtpMailer({ ...sender, url: catcher.url, timeouts: smtpTimeouts, connections: 2 });
});
beforeEach(() => {
  before = catcher.caught.length;
});
afterAll(async () => {
  await mailer.close();
  await catcher.close();
});

const received = async (mail: ClaimedMail): Promise<CaughtMail> => {
  await mailer.send(mail);
  const got = catcher.caught.slice(before);
  expect(got).toHaveLength(1);
  return got[0] as CaughtMail;
};

/** What every header of a name says. */
const header = ({ headers }: CaughtMail, name: string): readonly string[] =>
  headers
    .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}: `))
    .map((line) => line.slice(name.length + 2));

describe('a mail about a ticket', () => {
  const aboutTicket = (count: number, letter = replyLetter()): ClaimedMail => {
    const mail = claimedMail({ letter, ticket: ticketId(count) });
    return { ...mail, messageId: messageIdOf(mail, 'desk.example.org') };
  };

  test('is in one thread with all others about it, under its own Message-ID', async () => {
    const { mail } = await received(aboutTicket(3));
    expect(mail.messageId).toBe(`<ticket.${ticketId(3)}.${claimedMail().id}@desk.example.org>`);
    expect(mail.inReplyTo).toBe(`<ticket.${ticketId(3)}@desk.example.org>`);
    expect(mail.references).toBe(`<ticket.${ticketId(3)}@desk.example.org>`);
  });

  test('says that a machine sent it, to a list, and wants no automatic answer', async () => {
    const caught = await received(aboutTicket(3));
    expect(header(caught, 'Auto-Submitted')).toEqual(['auto-generated']);
    expect(header(caught, 'X-Auto-Response-Suppress')).toEqual(['All']);
    expect(header(caught, 'List-Id')).toEqual(['<tickets.desk.example.org>']);
    expect(header(caught, 'Reply-To')).toEqual([]);
  });

  test('is an automatic answer when it is the acknowledgement', async () => {
    const { number, subject, name } = { number: 7, subject: 'Charged twice', name: 'Carla' };
    const letter = { kind: 'ticket-acknowledged', number, subject, name, text: 'Thank you.' } as const;
    const caught = await received({ ...aboutTicket(3), letter });
    expect(header(caught, 'Auto-Submitted')).toEqual(['auto-replied']);
  });
});

describe('a mail about an account', () => {
  test('belongs to no thread and no list', async () => {
    const mail = claimedMail({ letter: codeLetter(), ticket: undefined });
    const caught = await received({ ...mail, messageId: messageIdOf(mail, 'desk.example.org') });
    expect(caught.mail.messageId).toBe(`<mail.${mail.id}@desk.example.org>`);
    for (const name of ['In-Reply-To', 'References', 'List-Id']) expect(header(caught, name)).toEqual([]);
  });

  test('brings the code through as it is', async () => {
    const caught = await received(claimedMail({ letter: codeLetter({ code: '000042' }), ticket: undefined }));
    expect(caught.mail.text?.match(/\d{6,}/g)).toEqual(['000042']);
  });
});

describe('answers', () => {
  let answering: Mailer;
  afterEach(() => answering.close());

  test('go elsewhere when that is configured', async () => {
    answering = smtpMailer({
      ...sender,
      replyTo: { name: 'Replies', address: 'replies@example.org' },
      url: catcher.url,
      timeouts: smtpTimeouts,
      connections: 1,
    });
    await answering.send(claimedMail());
    expect(catcher.caught.at(-1)?.mail.replyTo).toEqual([
      { name: 'Replies', address: 'replies@example.org' },
    ]);
  });
});

describe('what people call themselves', () => {
  test('reaches them as they wrote it', async () => {
    const { mail } = await received(
      claimedMail({
        toName: 'Zoë, „die“ Ünal 🦊',
        letter: replyLetter({ subject: 'Größe: «XL», bitte 🎉', text: 'ñandú\n.\n..dots\n' }),
      }),
    );
    expect(mail.to).toEqual([{ name: 'Zoë, „die“ Ünal 🦊', address: 'carla@example.org' }]);
    expect(mail.subject).toBe('[#7] Größe: «XL», bitte 🎉');
    expect(mail.text).toContain('ñandú\n.\n..dots\n');
  });

  test.each([
    'Carla\r\nBcc: eve@evil.example',
    'Carla, eve@evil.example',
    'Carla <eve@evil.example>',
    '"Carla" <eve@evil.example>, "x',
    'Carla\u0000\u2028X-Evil: yes',
  ])('sends nothing to anybody else (%j)', async (name) => {
    const caught = await received(
      claimedMail({ toName: name, letter: replyLetter({ name, subject: name, author: name, text: name }) }),
    );
    expect(caught.to).toEqual(['carla@example.org']);
    expect(caught.mail.to?.map(({ address }) => address)).toEqual(['carla@example.org']);
    for (const header of ['bcc', 'cc', 'x-evil']) {
      expect(caught.mail.headers.map(({ key }) => key)).not.toContain(header);
    }
  });

  test.each([
    'carla@example.org, eve@evil.example',
    'carla@example.org\r\nRCPT TO:<eve@evil.example>',
    'Carla <eve@evil.example>',
    'carla@example.org>\r\nDATA',
    '"carla, eve"@example.org',
    'nobody',
    '',
  ])('is no way to an address that is none (%j)', async (raw) => {
    await expect(mailer.send(claimedMail({ to: raw as EmailAddress }))).rejects.toMatchObject({
      code: 'mail-refused',
    });
    expect(catcher.caught).toHaveLength(before);
  });
});
