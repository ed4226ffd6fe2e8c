import type { Letter, SecondFactorChange } from '#domain/notifications/letter.ts';
import type { Block, Page } from './page.ts';

/** The kinds that tell of the safety of an account. */
export type SecurityLetter = Extract<
  Letter,
  { readonly kind: 'password-changed' | 'new-sign-in' | 'second-factor-changed' | 'refresh-token-reused' }
>;

type Content = Pick<Page, 'subject' | 'heading' | 'blocks'>;

/** What a letter says about the safety of somebody's account. */
export const securityContent = (letter: SecurityLetter): Content => {
  switch (letter.kind) {
    case 'password-changed':
      return told('Your password was changed', [
        paragraph('The password of your account was just changed.'),
        smallPrint('If it was not you, set a new password now, and tell us.'),
      ]);
    case 'new-sign-in':
      return told('New login to your account', [
        paragraph(
          'Somebody, most likely you, logged in to your account from a device we had not seen before:',
        ),
        {
          kind: 'words',
          text: `${shownTime(letter.at)}\n${letter.device}\n${letter.address}`,
          internal: false,
        },
        smallPrint(
          'If it was not you, somebody knows your password: set a new one now, which logs that device out, and tell us.',
        ),
      ]);
    case 'second-factor-changed':
      return told(secondFactor[letter.change].heading, [
        paragraph(secondFactor[letter.change].text),
        smallPrint('If it was not you, set a new password now, and tell us.'),
      ]);
    case 'refresh-token-reused':
      return told('We logged you out on one device', [
        paragraph(
          'A key that keeps you logged in was used a second time. Somebody may have copied it, so it is no longer valid: log in again on that device.',
        ),
        smallPrint(
          'If you see anything in your account that you did not do, change your password, and tell us.',
        ),
      ]);
  }
};

const secondFactor: Readonly<
  Record<SecondFactorChange, { readonly heading: string; readonly text: string }>
> = {
  'turned-on': {
    heading: 'Your second factor was turned on',
    text: 'Logging in to your account now takes a code from your authenticator app as well.',
  },
  'turned-off': {
    heading: 'Your second factor was turned off',
    text: 'Logging in to your account now takes your password alone.',
  },
  taken: {
    heading: 'Your second factor was turned off by an administrator',
    text: 'Logging in to your account now takes your password alone. You were logged out everywhere.',
  },
  'recovery-codes-renewed': {
    heading: 'Your recovery codes were renewed',
    text: 'New recovery codes were made for your account. The old ones are worth nothing now.',
  },
  'recovery-code-used': {
    heading: 'A recovery code was used',
    text: 'Somebody, most likely you, logged in to your account with one of your recovery codes. It works no second time.',
  },
};

const told = (heading: string, blocks: readonly Block[]): Content => ({ subject: heading, heading, blocks });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const smallPrint = (text: string): Block => ({ kind: 'small-print', text });

/** A moment to the minute, for people everywhere. */
const shownTime = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
