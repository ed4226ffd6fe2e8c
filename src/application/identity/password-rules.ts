import type { Password } from '#domain/identity/password.ts';
import { type PasswordOwner, type Weakness, weaknessOf } from '#domain/identity/weak-password.ts';
import type { CommonPasswords } from '../ports/common-passwords.ts';

/** What is wrong with a password that somebody wants to set, if anything is; without an owner, for anybody. */
export const weaknessIn = async (
  { commonPasswords }: { readonly commonPasswords: CommonPasswords },
  password: Password,
  owner: PasswordOwner | undefined,
): Promise<Weakness | undefined> => weaknessOf(password, { isCommon: await commonPasswords.list(), owner });
