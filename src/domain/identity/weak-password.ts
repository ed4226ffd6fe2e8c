import type { EmailAddress } from './email-address.ts';
import type { Password } from './password.ts';
import { repeatedPart, withoutRuns } from './pattern.ts';

/** Why a password that is long enough is refused all the same. */
export type Weakness = 'common-password' | 'personal-password';

/** Whose password it is to be, as far as a guesser would know. */
export type PasswordOwner = {
  readonly email: EmailAddress;
  readonly firstName: string;
  readonly lastName: string;
};

/** Whether a password, in lower case, is among those that guessers try first. */
export type IsCommon = (lowerCase: string) => boolean;

/** What the product calls itself; so do people who need a password for it. */
const product = 'hexdesk';

/** Shorter parts of names and addresses stand in many honest words. */
const shortestWord = 3;

/**
 * Whether all of a password is what is guessed first: a common one, alone, repeated or beside a run of neighbouring
 * keys, or nothing but a run. Never judged by its parts or by kinds of characters (NIST SP 800-63B-4, 3.1.1.2).
 */
export const isCommonplace = (password: Password, isCommon: IsCommon): boolean => {
  const folded = password.toLowerCase();
  if (isCommon(folded)) return true;
  const part = repeatedPart(folded);
  if (part !== undefined && (part.length < shortestWord || isCommon(part))) return true;
  return withoutRuns(folded).some((rest) => rest === '' || isCommon(rest));
};

/** Whether a password is made of its owner's names and address, or the product's name, and of no other word. */
export const isPersonal = (password: Password, { email, firstName, lastName }: PasswordOwner): boolean => {
  const folded = password.toLowerCase();
  const words = [email, firstName, lastName, product].flatMap((text) => wordsOf(text.normalize('NFKC')));
  const long = words.filter(({ length }) => length >= shortestWord).toSorted(longestFirst);
  const rest = long.reduce((text, word) => text.replaceAll(word, ' '), folded);
  return rest !== folded && wordsOf(rest).every((word) => words.includes(word));
};

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
const longestFirst = (one: string, other: string): number => other.length - one.length;

/** What is wrong with a password for this owner, if anything is; without an owner, for anybody. */
export const weaknessOf = (
  password: Password,
  { isCommon, owner }: { readonly isCommon: IsCommon; readonly owner: PasswordOwner | undefined },
): Weakness | undefined => {
  if (isCommonplace(password, isCommon)) return 'common-password';
  return owner !== undefined && isPersonal(password, owner) ? 'personal-password' : undefined;
};
