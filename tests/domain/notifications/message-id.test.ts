import { describe, expect, test } from 'vitest';
import { hostOf, messageIdOf, threadRootOf } from '#domain/notifications/message-id.ts';
import { ticketId } from '../../support/tickets.ts';

const mail = '01957b3e-9c00-7e50-b000-000000000001';

describe('naming a mail', () => {
  test('one about a ticket names the ticket too', () => {
    expect(messageIdOf({ id: mail, ticket: ticketId(1) }, 'desk.example')).toBe(
      `<ticket.${ticketId(1)}.${mail}@desk.example>`,
    );
  });

  test('any other only itself', () => {
    expect(messageIdOf({ id: mail, ticket: undefined }, 'desk.example')).toBe(`<mail.${mail}@desk.example>`);
  });

  test('its host can be read back', () => {
    expect(hostOf(messageIdOf({ id: mail, ticket: undefined }, 'desk.example'))).toBe('desk.example');
  });
});

describe('keeping the mails of a ticket together', () => {
  test('all of them answer to one that nobody ever sent', () => {
    const first = messageIdOf({ id: mail, ticket: ticketId(1) }, 'desk.example');
    const root = threadRootOf(ticketId(1), first);
    expect(root).toBe(`<ticket.${ticketId(1)}@desk.example>`);
    expect(root).not.toBe(first);
    expect(threadRootOf(ticketId(2), first)).not.toBe(root);
  });
});
