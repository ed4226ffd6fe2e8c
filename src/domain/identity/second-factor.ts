import type { Role } from '../access/roles.ts';
import type { User } from './user.ts';

/** The second factor of an account: a secret that the owner's authenticator app shares (RFC 6238). */
export type SecondFactor = {
  /** In base32. */
  readonly secret: string;
  /** Only then does signing in take a code. */
  readonly activatedAt: Date | undefined;
  /** The time step of the last code that counted: it and those before it count no more. */
  readonly lastStep: number;
};

/** How many recovery codes are made at once. */
export const recoveryCodeCount = 10;

/** A recovery code as it is compared: however it was typed in. */
export const normaliseRecoveryCode = (raw: string): string => raw.toLowerCase().replaceAll(/[\s-]/g, '');

/** Whether a code looks like one of an authenticator app, and not like a recovery code. */
export const isOneTimeCode = (raw: string): boolean => /^\d{6}$/.test(raw);

/** Whether somebody holds a role that asks for a second factor. Programs have no phone. */
export const needsSecondFactor = (
  { grants, kind }: Pick<User, 'grants' | 'kind'>,
  roles: readonly string[],
): boolean => kind !== 'service' && grants.some(({ role }) => isNamedIn(roles, role));

/** Whether a role is named in a list: a custom one by its id or its name, in capitals or not. */
export const isNamedIn = (roles: readonly string[], role: Role): boolean =>
  roles.some((named) =>
    (typeof role === 'string' ? [role] : [role.id, role.name]).some((key) => sameName(key, named)),
  );

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
