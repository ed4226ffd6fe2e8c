import type { QueuedMail } from '#application/ports/mail-queue.ts';
import type { ClaimedMail } from '#application/ports/outbound-mail.ts';
import { type EmailAddress, parseEmailAddress } from '#domain/identity/email-address.ts';
import type { Letter } from '#domain/notifications/letter.ts';
import { noon, ticketId } from './tickets.ts';

/** An address that was checked; a test's own wrong one is a mistake in the test. */
export const address = (raw: string): EmailAddress => {
  const parsed = parseEmailAddress(raw);
  if (parsed === undefined) throw new TypeError(`no address: ${raw}`);
  return parsed;
};

const idOf = (count: number): string => `01957b3e-9c00-7e50-b000-${String(count).padStart(12, '0')}`;

/** The letter with the code that proves an address. */
export const codeLetter = (facts: Partial<Extract<Letter, { kind: 'verification-code' }>> = {}): Letter => ({
  kind: 'verification-code',
  name: 'Carla',
  code: '204817',
  minutes: 10,
  ...facts,
});

/** The letter that tells of a reply. */
export const replyLetter = (facts: Partial<Extract<Letter, { kind: 'ticket-replied' }>> = {}): Letter => ({
  kind: 'ticket-replied',
  name: 'Carla',
  number: 7,
  subject: 'Charged twice',
  author: 'Ben Example',
  text: 'It was booked twice, sorry.',
  ...facts,
});

/** The first, second, … mail to carla: her confirmation code, unless the test says otherwise. */
export const queuedMail = (count: number, facts: Partial<QueuedMail> = {}): QueuedMail => ({
  id: idOf(count),
  to: address('carla@example.org'),
  toName: 'Carla Example',
  letter: codeLetter(),
  ticket: undefined,
  ...facts,
});

/** A mail about carla's ticket that somebody has claimed. */
export const claimedMail = (facts: Partial<ClaimedMail> = {}): ClaimedMail => ({
  ...queuedMail(1, { letter: replyLetter(), ticket: ticketId(1) }),
  messageId: `<ticket.${ticketId(1)}.${idOf(1)}@desk.example.org>`,
  queuedAt: noon,
  attempts: 0,
  claim: idOf(99),
  ...facts,
});
