import type { UserId } from '#domain/shared/ids.ts';
import type { Transaction } from '../ports/unit-of-work.ts';

/**
 * Whether nobody would be left who administers the installation if this user did not. To be asked in the transaction
 * that demotes, suspends, removes or erases somebody, before it changes anything.
 */
export const isLastAdmin = async (tx: Pick<Transaction, 'grants'>, user: UserId): Promise<boolean> => {
  const [admin, ...others] = await tx.grants.holdAdmins();
  return admin === user && others.length === 0;
};
