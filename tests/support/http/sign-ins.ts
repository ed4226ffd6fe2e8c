import type { Container } from 'inversify';
import type { Transaction } from '#application/ports/unit-of-work.ts';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { User } from '#domain/identity/user.ts';
import { after, days, minutes } from '#domain/shared/duration.ts';
import { SessionId } from '#domain/shared/ids.ts';
import type { AdjustableClock } from '../adjustable-clock.ts';
import { address } from '../mails.ts';
import { ada, bea, ben, carla, dora, lena, nobody, paul, sam } from '../people.ts';
import { billing, shipping } from '../queues.ts';
import { noon } from '../tickets.ts';

/** Everybody in the stories. */
export const cast = { carla, paul, dora, ben, bea, sam, lena, ada, nobody } as const;
export type CastName = keyof typeof cast;

/** The password of everybody in the cast. */
export const castPassword = 'correct horse battery staple';

/** The admin whom every desk begins with; nobody in the stories. */
export const firstAdminEmail = address('first.admin@example.org');

/** The address of somebody in the cast. */
export const emailOf = (name: CastName): string => `${name}@example.org`;

const userOf = (name: CastName): User => ({
  id: cast[name].id,
  email: address(emailOf(name)),
  firstName: `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
  lastName: 'Example',
  status: 'active',
  grants: cast[name].grants,
  createdAt: noon,
});

const names = Object.keys(cast) as CastName[];

/** Sessions that outlive every story. */
const sessionEnd = after(noon, days(3650));

/** The session that everybody in the cast is signed in to. */
export const sessionOf = (name: CastName): SessionId =>
  SessionId(`01957b3e-9c00-7e50-a000-${String(names.indexOf(name) + 1).padStart(12, '0')}`);

/** Puts the queues and the cast into a desk, everybody with a password and signed in already. */
export const signEverybodyIn = async (container: Container): Promise<void> => {
  await resolve(container, tokens.unitOfWork).run(async (tx) => {
    const passwordHash = await hashOf(tx, firstAdminEmail);
    for (const queue of [billing, shipping]) await tx.queues.add(queue);
    for (const name of names) {
      const user = userOf(name);
      await tx.users.add(user);
      await tx.users.setPasswordHash(user.id, passwordHash);
      const session = {
        id: sessionOf(name),
        user: user.id,
        createdAt: noon,
        lastUsedAt: noon,
        expiresAt: sessionEnd,
        address: '127.0.0.1',
        userAgent: 'a test',
        revokedAt: undefined,
      };
      const refreshToken = { hash: `of ${name}`, session: session.id, generation: 1, usedAt: undefined };
      await tx.sessions.add(session, refreshToken);
    }
  });
};

/** The first admin was given the cast's password, so that it is hashed once. */
const hashOf = async ({ users }: Transaction, email: EmailAddress): Promise<string> => {
  const user = await users.withEmail(email);
  const hash = user && (await users.passwordHash(user.id));
  if (hash === undefined) throw new TypeError('there is no first admin');
  return hash;
};

/** Access tokens of the cast: real ones, renewed when the clock has moved on. */
export const tokensOf = (container: Container, clock: AdjustableClock) => {
  const issued = new Map<CastName, { readonly token: string; readonly until: Date }>();
  return async (name: CastName): Promise<string> => {
    const known = issued.get(name);
    if (known !== undefined && clock.now() < known.until) return known.token;
    const { token } = await resolve(container, tokens.accessTokens).issue(cast[name].id, sessionOf(name));
    issued.set(name, { token, until: after(clock.now(), minutes(10)) });
    return token;
  };
};
