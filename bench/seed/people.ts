import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { grantsFor, type User } from '#domain/identity/user.ts';
import type { Queue } from '#domain/queues/queue.ts';
import { beginning, userIdOf } from './ids.ts';

/** How many people there are, and how many of them work the queue. */
export const people = 1000;
export const agents = 50;
/** How many agents the load comes from. */
export const signedInAgents = 8;
export const password = 'correct horse battery staple';

export const emailOf = (index: number): string => `user${index}@example.test`;

/** The first fifty are agents of the queue, the rest its customers. Without mails, only those who sign in are active. */
export const userAt = (index: number, queue: Queue, { mails }: { readonly mails: boolean }): User => {
  const email = parseEmailAddress(emailOf(index));
  if (email === undefined) throw new TypeError(`no address: ${emailOf(index)}`);
  const isAgent = index < agents;
  return {
    id: userIdOf(index),
    email,
    firstName: 'User',
    lastName: String(index),
    // whoever is suspended gets no mail
    status: index < signedInAgents || mails ? 'active' : 'suspended',
    grants: grantsFor(isAgent ? 'agent' : 'customer', [queue.id]),
    createdAt: new Date(beginning - 86_400_000),
  };
};
