import { invitationDays, lifetimes } from '#domain/identity/lifetimes.ts';
import type { User } from '#domain/identity/user.ts';
import { after } from '#domain/shared/duration.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction } from '../ports/unit-of-work.ts';
import { letterTo, salutation } from './letter-to.ts';

/** Mails somebody who is invited a link to choose a password, in the running transaction. */
export const mailInvitation = async (
  { secrets, ids }: { readonly secrets: Secrets; readonly ids: IdSource },
  tx: Transaction,
  user: User,
  at: Date,
): Promise<void> => {
  const token = secrets.token();
  await tx.linkTokens.add({
    hash: secrets.digest(token),
    user: user.id,
    purpose: 'invitation',
    expiresAt: after(at, lifetimes.invitation),
  });
  const letter = { kind: 'invitation', name: salutation(user), token, days: invitationDays } as const;
  await tx.mails.enqueue([letterTo(user, letter, ids)], at);
};
