import type { User } from '#domain/identity/user.ts';
import type { Letter } from '#domain/notifications/letter.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Transaction } from '../ports/unit-of-work.ts';
import { letterTo, salutation } from './letter-to.ts';

type Named<L> = L extends unknown ? Omit<L, 'name'> : never;

/** What the owner of an account is told about its safety: a kind, and what its text needs beside their name. */
export type SecurityNews = Named<
  Extract<
    Letter,
    { readonly kind: 'password-changed' | 'new-sign-in' | 'second-factor-changed' | 'refresh-token-reused' }
  >
>;

/** Queues a letter about the safety of an account to its owner, in the running transaction. */
export const queueSecurityLetter = (
  { ids }: { readonly ids: IdSource },
  tx: Pick<Transaction, 'mails'>,
  { to, news, at }: { readonly to: User; readonly news: SecurityNews; readonly at: Date },
): Promise<void> => tx.mails.enqueue([letterTo(to, { ...news, name: salutation(to) }, ids)], at);
