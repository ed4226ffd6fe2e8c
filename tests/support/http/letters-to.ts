import type { Letter, LetterKind } from '#domain/notifications/letter.ts';
import type { Desk } from '../desk.ts';

/** The last letter of a kind that was mailed to an address. */
export const lastLetterTo = async <Kind extends LetterKind>(
  desk: Desk,
  address: string,
  kind: Kind,
): Promise<Extract<Letter, { readonly kind: Kind }>> => {
  const letters = (await desk.mails()).filter(({ to }) => to === address).map(({ letter }) => letter);
  const letter = letters.findLast((one) => isOf(one, kind));
  if (letter === undefined || !isOf(letter, kind)) throw new Error(`${address} got no "${kind}"`);
  return letter;
};

const isOf = <Kind extends LetterKind>(
  letter: Letter,
  kind: Kind,
): letter is Extract<Letter, { readonly kind: Kind }> => letter.kind === kind;
