import type { QueuedMail } from '#application/ports/mail-queue.ts';
import type { Letter, LetterKind } from '#domain/notifications/letter.ts';

/** The one letter that was queued, which must be of this kind. */
export const theLetter = <Kind extends LetterKind>(
  mails: readonly QueuedMail[],
  kind: Kind,
): Extract<Letter, { readonly kind: Kind }> => {
  const [mail, ...more] = mails;
  if (mail === undefined || more.length > 0) throw new Error(`${mails.length} letters instead of one`);
  if (!isOf(mail.letter, kind)) throw new Error(`a letter "${mail.letter.kind}" instead of "${kind}"`);
  return mail.letter;
};

const isOf = <Kind extends LetterKind>(
  letter: Letter,
  kind: Kind,
): letter is Extract<Letter, { readonly kind: Kind }> => letter.kind === kind;
