import type { Letter } from '#domain/notifications/letter.ts';
import { counted } from './counted.ts';
import { callable } from './one-line.ts';
import type { Block, Letterhead, Page } from './page.ts';
import { securityContent } from './security-letters.ts';

type AccountLetter = Exclude<Letter, { readonly number: number }>;

/** Lays out a letter about somebody's account. */
export const accountPage = (letter: AccountLetter, { sender, appUrl }: Letterhead): Page => {
  const to = callable(letter.name);
  const greeting = to === undefined ? 'Hello,' : `Hello ${to},`;
  return { greeting, footer: sender, ...contentOf(letter, sender, appUrl) };
};

type Content = Omit<Page, 'greeting' | 'footer'> & Partial<Pick<Page, 'footer'>>;

const contentOf = (letter: AccountLetter, sender: string, appUrl: string): Content => {
  switch (letter.kind) {
    case 'verification-code':
      return {
        subject: 'Your confirmation code',
        heading: 'Confirm your email address',
        blocks: [
          paragraph('Enter this code where you registered:'),
          { kind: 'code', code: letter.code },
          paragraph(`It works once, for ${counted(letter.minutes, 'minute')}.`),
          smallPrint(
            'If you did not register, somebody typed your address by mistake. Ignore this mail: without the code nothing happens. Never pass the code on.',
          ),
        ],
        // no other number may stand beside the code
        footer: callable(sender) ?? 'Your help desk',
      };
    case 'already-registered':
      return {
        subject: 'You already have an account',
        heading: 'You already have an account',
        blocks: [
          paragraph(
            'Somebody, most likely you, tried to register with this address. It has an account already, so nothing was changed.',
          ),
          paragraph('Log in with your password. If you do not remember it, ask for a new one there.'),
          smallPrint('If it was not you, you need do nothing.'),
        ],
      };
    case 'password-reset':
      return {
        subject: 'Set a new password',
        heading: 'Set a new password',
        blocks: [
          paragraph('Somebody, most likely you, asked to set a new password for your account.'),
          ...tokenBlocks('Set a new password', letter.token, appUrl),
          paragraph(`It works once, for ${counted(letter.minutes, 'minute')}.`),
          smallPrint('If it was not you, ignore this mail: your password stays as it is.'),
        ],
      };
    case 'invitation':
      return {
        subject: `You are invited to ${sender}`,
        heading: `Welcome to ${sender}`,
        blocks: [
          paragraph('An account was made for you. Choose a password to begin.'),
          ...tokenBlocks('Choose a password', letter.token, appUrl),
          paragraph(`It works once, for ${counted(letter.days, 'day')}.`),
          smallPrint('If you do not know what this is about, ignore this mail.'),
        ],
      };
    case 'password-changed':
    case 'new-sign-in':
    case 'second-factor-changed':
    case 'refresh-token-reused':
      return securityContent(letter);
  }
};

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const smallPrint = (text: string): Block => ({ kind: 'small-print', text });

const tokenBlocks = (label: string, token: string, appUrl: string): readonly Block[] => [
  { kind: 'button', label, url: resetUrl(appUrl, token) },
  paragraph('If you are asked for a token (POST /v1/auth/password-resets), it is:'),
  { kind: 'token', token },
];

const resetUrl = (appUrl: string, token: string): string =>
  `${appUrl.replace(/\/+$/, '')}/reset-password?token=${encodeURIComponent(token)}`;
