import type { Sender } from '#adapters/smtp/compose-mail.ts';

/** How the help desk of the tests writes. */
export const sender: Sender = {
  from: { name: 'Example Desk', address: 'desk@example.org' },
  replyTo: undefined,
  appUrl: 'https://app.example.org',
};
