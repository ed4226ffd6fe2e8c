import type { Actor } from '#domain/access/actor.ts';
import type { RoleName } from '#domain/access/roles.ts';
import { grantsFor } from '#domain/identity/user.ts';
import type { Queue } from '#domain/queues/queue.ts';
import { UserId } from '#domain/shared/ids.ts';
import { billing, shipping } from './queues.ts';

const person = (id: string, role: RoleName, ...queues: readonly Queue[]): Actor => ({
  id: UserId(id),
  grants: grantsFor(
    role,
    queues.map((queue) => queue.id),
  ),
});

/** The customer who raises the tickets. */
export const carla = person('01957b3e-9c00-7b20-9a01-2f6c1d7e4a11', 'customer');
/** A customer whom carla lets take part in her tickets. */
export const paul = person('01957b3e-9c00-7b20-9a01-2f6c1d7e4a12', 'customer');
/** A customer who has nothing to do with carla. */
export const dora = person('01957b3e-9c00-7b20-9a01-2f6c1d7e4a13', 'customer');

/** An agent of billing. */
export const ben = person('01957b3e-9c00-7b20-9a01-2f6c1d7e4a21', 'agent', billing);
/** Another agent of billing. */
export const bea = person('01957b3e-9c00-7b20-9a01-2f6c1d7e4a22', 'agent', billing);
/** An agent of shipping, who has no say in billing. */
export const sam = person('01957b3e-9c00-7b20-9a01-2f6c1d7e4a23', 'agent', shipping);
/** The lead of billing. */
export const lena = person('01957b3e-9c00-7b20-9a01-2f6c1d7e4a31', 'lead', billing);
/** The admin. */
export const ada = person('01957b3e-9c00-7b20-9a01-2f6c1d7e4a41', 'admin');

/** Somebody known who was granted nothing. */
export const nobody: Actor = { id: UserId('01957b3e-9c00-7b20-9a01-2f6c1d7e4a99'), grants: [] };
