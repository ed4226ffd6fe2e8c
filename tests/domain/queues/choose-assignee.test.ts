import { describe, expect, test } from 'vitest';
import type { User } from '#domain/identity/user.ts';
import { type Candidate, chooseAssignee } from '#domain/queues/choose-assignee.ts';
import { address } from '../../support/mails.ts';
import { bea, ben, carla, lena, sam } from '../../support/people.ts';
import { billingWith } from '../../support/queues.ts';
import { noon } from '../../support/tickets.ts';

const candidate = (
  actor: Pick<User, 'id' | 'grants'>,
  { load = 0, lastTurn = 0, ...user }: Partial<User> & Partial<Pick<Candidate, 'load' | 'lastTurn'>> = {},
): Candidate => ({
  user: {
    ...{ email: address('agent@example.org'), firstName: 'An', lastName: 'Agent' },
    ...{ status: 'active', createdAt: noon, ...actor, ...user },
  },
  load,
  lastTurn,
});

const roundRobin = billingWith({ assignment: 'round-robin' });
const leastLoaded = billingWith({ assignment: 'least-loaded' });
const noOne = { except: [] };

describe('Choosing who is given a ticket', () => {
  test('is nobody’s business but the agents’ where assignment is manual', () => {
    const manual = billingWith({ assignment: 'manual' });
    expect(chooseAssignee(manual, [candidate(ben)], noOne)).toBeUndefined();
  });

  test('takes turns: whoever’s was longest ago, those who never had one first', () => {
    const had = [candidate(ben, { lastTurn: 3 }), candidate(bea, { lastTurn: 2, load: 50 })];
    expect(chooseAssignee(roundRobin, had, noOne)).toBe(bea.id);
    expect(chooseAssignee(roundRobin, [...had, candidate(lena)], noOne)).toBe(lena.id);
  });

  test('begins with the oldest account, in whatever order they come', () => {
    const newcomers = [candidate(ben), candidate(bea), candidate(lena)];
    const oldest = [ben.id, bea.id, lena.id].toSorted()[0];
    expect(chooseAssignee(roundRobin, newcomers, noOne)).toBe(oldest);
    expect(chooseAssignee(roundRobin, newcomers.toReversed(), noOne)).toBe(oldest);
  });

  test('spares whoever holds most, and takes turns among those who hold the same', () => {
    const busy = candidate(ben, { load: 2, lastTurn: 1 });
    const idle = [candidate(bea, { load: 1, lastTurn: 9 }), candidate(lena, { load: 1, lastTurn: 8 })];
    expect(chooseAssignee(leastLoaded, [busy, ...idle], noOne)).toBe(lena.id);
  });

  test.each([
    ['is away', candidate(ben, { availability: 'away' })],
    ['is suspended', candidate(ben, { status: 'suspended' })],
    ['has not come yet', candidate(ben, { status: 'invited' })],
    ['is a program', candidate(ben, { kind: 'service' })],
    ['works another queue', candidate(sam)],
    ['is a customer', candidate(carla)],
  ])('passes over whoever %s', (_why, passedOver) => {
    const next = candidate(bea, { load: 7, lastTurn: 7 });
    expect(chooseAssignee(roundRobin, [passedOver], noOne)).toBeUndefined();
    expect(chooseAssignee(roundRobin, [passedOver, next], noOne)).toBe(bea.id);
    expect(chooseAssignee(leastLoaded, [passedOver, next], noOne)).toBe(bea.id);
  });

  test.each(['round-robin', 'least-loaded'] as const)(
    'fills nobody beyond their capacity by %s',
    (strategy) => {
      const queue = billingWith({ assignment: strategy, capacity: 3 });
      expect(chooseAssignee(queue, [candidate(ben, { load: 3 })], noOne)).toBeUndefined();
      expect(chooseAssignee(queue, [candidate(ben, { load: 4 }), candidate(bea, { load: 2 })], noOne)).toBe(
        bea.id,
      );
    },
  );

  test('never gives a ticket back to whoever gave it up, nor to whoever raised it', () => {
    const both = { except: [ben.id, bea.id] };
    expect(chooseAssignee(roundRobin, [candidate(ben), candidate(bea)], both)).toBeUndefined();
  });
});
