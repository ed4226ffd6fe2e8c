import { type EmailAddress, parseEmailAddress } from '../identity/email-address.ts';
import type { UserId } from '../shared/ids.ts';

/** What stands in the place of a person who was erased. */
export type Pseudonym = {
  readonly email: EmailAddress;
  readonly firstName: string;
  readonly lastName: string;
};

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The pseudonym of a person: always the same, and made of nothing but their id. */
export const pseudonymOf = (id: UserId): Pseudonym => {
  const email = parseEmailAddress(`erased-${id}@erased.invalid`);
  if (email === undefined) throw new TypeError('an id makes an address');
  return { email, firstName: 'Erased', lastName: `person ${shortName(id)}` };
};

/** Four signs of the id's random end, without those that look alike. */
const shortName = (id: UserId): string => {
  let bits = Number.parseInt(id.slice(-5), 16);
  let name = '';
  while (name.length < 4) {
    name = `${digits[bits % digits.length]}${name}`;
    bits = Math.floor(bits / digits.length);
  }
  return name;
};
