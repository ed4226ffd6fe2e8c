import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { Network } from '#domain/identity/network.ts';
import type { Attempts, TooMany } from '../ports/attempts.ts';

export type FromHere = { readonly email: EmailAddress; readonly network: Network };

/**
 * Counts an attempt at an address that anybody may make: from one network, then from all together, where only what its
 * network was allowed counts. So no single network uses up what others have.
 */
export const countFromHere = async (
  attempts: Attempts,
  kind: 'code' | 'mail',
  { email, network }: FromHere,
): Promise<TooMany | undefined> =>
  (await attempts.count(kind, hereKey({ email, network }))) ?? attempts.count(`${kind}-account`, email);

/** The last guess at a code was right: what went before from here is forgiven, and it was no guess. */
export const codeWasRight = async (attempts: Attempts, from: FromHere): Promise<void> => {
  await attempts.forget('code', hereKey(from));
  await attempts.takeBack('code-account', from.email);
};

const hereKey = ({ email, network }: FromHere): string => `${email} ${network}`;
