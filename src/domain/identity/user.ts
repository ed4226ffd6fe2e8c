import type { Grant } from '../access/actor.ts';
import { type RoleName, roleNames } from '../access/roles.ts';
import type { MutableLetter } from '../notifications/muted-letters.ts';
import type { OrganisationId, QueueId, UserId } from '../shared/ids.ts';
import type { EmailAddress } from './email-address.ts';

/** `unverified`: the address is not proven; `invited`: no password yet; `suspended`: may do nothing; `erased`: a pseudonym. */
export const userStatuses = ['unverified', 'invited', 'active', 'suspended', 'erased'] as const;
export type UserStatus = (typeof userStatuses)[number];

/** A person signs in; a service account is a program with tokens of its own and nobody behind them. */
export const userKinds = ['person', 'service'] as const;
export type UserKind = (typeof userKinds)[number];

export const availabilities = ['available', 'away'] as const;
/** Whether somebody is there to be given tickets; what they take themselves, and what others hand them, is another matter. */
export type Availability = (typeof availabilities)[number];

export type User = {
  readonly id: UserId;
  /** A person, unless it says otherwise. */
  readonly kind?: UserKind | undefined;
  /** What they are called in the host product. */
  readonly externalId?: string | undefined;
  readonly email: EmailAddress;
  readonly firstName: string;
  readonly lastName: string;
  readonly status: UserStatus;
  /** Available, unless it says otherwise. */
  readonly availability?: Availability | undefined;
  /** Letters about tickets that they go without. */
  readonly mutedLetters?: readonly MutableLetter[] | undefined;
  readonly grants: readonly Grant[];
  /** The organisation they are a member of. */
  readonly organisation?: OrganisationId | undefined;
  /** The same, if its members see each other's tickets. */
  readonly sharedOrganisation?: OrganisationId | undefined;
  readonly createdAt: Date;
};

/** Whether somebody is to do nothing any more, whatever they prove. */
export const isShutOut = ({ status }: Pick<User, 'status'>): boolean =>
  status === 'suspended' || status === 'erased';

/** Longest first or last name, in characters. */
export const longestName = 100;

/** The grant of everybody who raises tickets: their own and those they take part in, wherever they are. */
export const customerGrant: Grant = { role: 'customer', scope: { kind: 'global' } };

/** The grants of somebody who is given a role; staff roles but admin hold per queue, and staff are customers too. */
export const grantsFor = (role: RoleName, queues: readonly QueueId[]): readonly Grant[] => {
  switch (role) {
    case 'customer':
      return [customerGrant];
    case 'admin':
      return [{ role, scope: { kind: 'global' } }, customerGrant];
    case 'agent':
    case 'lead':
      return [...new Set(queues)]
        .map((queue): Grant => ({ role, scope: { kind: 'queue', queue } }))
        .concat(customerGrant);
  }
};

/**
 * The roles to show, each once: the built-in ones, the most powerful first, then the custom ones by name; customer only
 * for those who are nothing else.
 */
export const rolesOf = (grants: readonly Grant[]): readonly string[] => {
  const builtIn = roleNames.toReversed().filter((name) => grants.some(({ role }) => role === name));
  const custom = grants.flatMap(({ role }) => (typeof role === 'string' ? [] : [role.name]));
  const held = [...builtIn, ...[...new Set(custom)].sort()];
  return held.length > 1 ? held.filter((name) => name !== 'customer') : held;
};

/** How a person is called where others read it. */
export const displayName = ({ firstName, lastName }: Pick<User, 'firstName' | 'lastName'>): string =>
  `${firstName} ${lastName}`.trim();
