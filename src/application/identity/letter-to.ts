import { displayName, type User } from '#domain/identity/user.ts';
import type { Letter } from '#domain/notifications/letter.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { QueuedMail } from '../ports/mail-queue.ts';

/** A letter about an account, addressed to its owner. */
export const letterTo = (user: User, letter: Letter, ids: IdSource): QueuedMail => ({
  id: ids.next(),
  to: user.email,
  // until the address is proven, its name is what a stranger wrote
  toName: user.status === 'unverified' ? '' : displayName(user),
  letter,
  ticket: undefined,
});

/** What to call a user in a letter. */
export const salutation = ({ firstName }: User): string => firstName;
