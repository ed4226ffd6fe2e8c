import { describe, expect, test } from 'vitest';
import { mailHost, parseMailbox } from '#adapters/smtp/mailbox.ts';

describe('reading MAIL_FROM', () => {
  test.each([
    ['Hexdesk <hexdesk@localhost>', 'Hexdesk', 'hexdesk@localhost'],
    ['"Desk, Example" <desk@example.org>', 'Desk, Example', 'desk@example.org'],
    ['"A \\"B\\"" <desk@example.org>', 'A "B"', 'desk@example.org'],
    ['Österreich Hilfe <desk@example.org>', 'Österreich Hilfe', 'desk@example.org'],
    ['<desk@example.org>', '', 'desk@example.org'],
    [' desk@example.org ', '', 'desk@example.org'],
  ])('takes %s', (raw, name, address) => {
    expect(parseMailbox(raw)).toEqual({ name, address });
  });

  test.each([
    '',
    'Desk',
    'Desk <desk>',
    'Desk <a@b, c@d>',
    'a@b, c@d',
    'a@b <c@d>',
    'Desk <a@b> <c@d>',
    'Desk\r\nBcc: x@y <a@b>',
  ])('refuses %j', (raw) => {
    expect(parseMailbox(raw)).toBeUndefined();
  });
});

describe('the host in Message-IDs', () => {
  test("is the sender's domain", () => {
    expect(mailHost({ name: '', address: 'desk@Example.org' }, 'http://localhost:3000')).toBe('example.org');
  });

  test('is that of the public address while the sender has none', () => {
    expect(mailHost({ name: '', address: 'hexdesk@localhost' }, 'https://desk.example.org')).toBe(
      'desk.example.org',
    );
  });
});
