import type { Letter, LetterKind } from '#domain/notifications/letter.ts';

const about = { name: 'Carla', number: 1042, subject: 'Charged twice for the May invoice' };
const token = 'q8Zs1cXv0bR4tYw7uI9oP2aSdF5gHjKlMnBvC3xZ6e0';

const reply = `Hi Carla,

you are right, the invoice was booked twice. I have sent the second payment back; it should be in your account within three days:

  Invoice   2026-05-118   49.00 EUR
  Refund    2026-05-R07  -49.00 EUR

Tell me if it has not arrived by then.

Ben`;

/** One letter of each kind, to look at. */
export const sampleLetters = {
  'verification-code': { kind: 'verification-code', name: 'Carla', code: '204817', minutes: 10 },
  'already-registered': { kind: 'already-registered', name: 'Carla' },
  'password-reset': { kind: 'password-reset', name: 'Carla', token, minutes: 60 },
  invitation: { kind: 'invitation', name: 'Ben', token, days: 7 },
  'password-changed': { kind: 'password-changed', name: 'Carla' },
  'new-sign-in': {
    kind: 'new-sign-in',
    name: 'Carla',
    at: '2026-11-22T12:00:00.000Z',
    device: 'Firefox on Windows',
    address: '203.0.113.7',
  },
  'second-factor-changed': { kind: 'second-factor-changed', name: 'Carla', change: 'turned-on' },
  'refresh-token-reused': { kind: 'refresh-token-reused', name: 'Carla' },
  'ticket-acknowledged': {
    kind: 'ticket-acknowledged',
    ...about,
    text: 'Thank you for writing to us. We have received your request and will answer here as soon as we can.',
  },
  'ticket-replied': { kind: 'ticket-replied', ...about, author: 'Ben Adeyemi', text: reply },
  'note-written': {
    kind: 'note-written',
    ...about,
    name: 'Ben',
    author: 'Lena Fischer',
    text: 'The payment provider had an outage that morning, so there may be more of these.',
  },
  'ticket-assigned': { kind: 'ticket-assigned', ...about, name: 'Ben' },
  'ticket-solved': { kind: 'ticket-solved', ...about, reopenDays: 7 },
} as const satisfies { readonly [Kind in LetterKind]: Extract<Letter, { readonly kind: Kind }> };
