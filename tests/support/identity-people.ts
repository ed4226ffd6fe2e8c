import type { Principal } from '#application/ports/principals.ts';
import { type EmailAddress, parseEmailAddress } from '#domain/identity/email-address.ts';
import { type Password, parsePassword } from '#domain/identity/password.ts';
import { grantsFor, type User } from '#domain/identity/user.ts';
import { days } from '#domain/shared/duration.ts';
import { SessionId, UserId } from '#domain/shared/ids.ts';
import { carla as carlaAsActor } from './people.ts';
import { later, noon } from './tickets.ts';

/** An address that was checked; a test's own wrong one is a mistake in the test. */
export const address = (raw: string): EmailAddress => {
  const parsed = parseEmailAddress(raw);
  if (parsed === undefined) throw new TypeError(`no address: ${raw}`);
  return parsed;
};

/** A password that was checked. */
export const password = (raw: string): Password => {
  const parsed = parsePassword(raw);
  if (parsed === undefined) throw new TypeError('no password');
  return parsed;
};

/** Carla as a user, with her address proven, but for what matters to a test. */
export const carlaWith = (facts: Partial<User> = {}): User => ({
  id: carlaAsActor.id,
  email: address('carla@example.org'),
  firstName: 'Carla',
  lastName: 'Customer',
  status: 'active',
  grants: grantsFor('customer', []),
  createdAt: noon,
  ...facts,
});

/** Somebody in a session that they signed in to by password alone. */
export const principalOf = (user: User, session: SessionId): Principal => ({
  session,
  user,
  expiresAt: later(days(30)),
  lastUsedAt: noon,
  limitedTo: undefined,
  hasSecondFactor: false,
});

const uuid = (kind: string, count: number): string =>
  `01957b3e-9c00-7${kind}-b000-${String(count).padStart(12, '0')}`;

/** The id of the first, second, … session. */
export const sessionId = (count: number): SessionId => SessionId(uuid('e50', count));
/** The id of the first, second, … user who is nobody in particular. */
export const userId = (count: number): UserId => UserId(uuid('f60', count));
