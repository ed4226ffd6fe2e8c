import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { isForQueue, type Keeper, mayUse, missingToKeep } from '#domain/automation/shortcut.ts';
import { ada, ben, carla, lena, nobody, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';

const bens: Keeper = { kind: 'own', user: ben.id };
const carlas: Keeper = { kind: 'own', user: carla.id };
const ofBilling: Keeper = { kind: 'queue', queue: billing.id };
const ofAll: Keeper = { kind: 'global' };

describe('a shortcut', () => {
  test.for<[string, Actor, Keeper, boolean]>([
    ['their own', ben, bens, true],
    ["not somebody else's, even as the admin", ada, bens, false],
    ['none of their own as a customer', carla, carlas, false],
    ['those of their queue', ben, ofBilling, true],
    ['not those of another queue', sam, ofBilling, false],
    ['those of any queue as the admin', ada, ofBilling, true],
    ['those for all staff', sam, ofAll, true],
    ['none for all staff as a customer', carla, ofAll, false],
    ['none at all without any right', nobody, ofAll, false],
  ])('is used by staff: %s', ([, actor, keeper, may]) => {
    expect(mayUse(actor, keeper)).toBe(may);
  });

  test.for<[string, Actor, Keeper, string | undefined]>([
    ['anybody of the staff for themselves', ben, bens, undefined],
    ['nobody for somebody else', ada, bens, 'ticket:read-internal'],
    ['no customer', carla, carlas, 'ticket:read-internal'],
    ['a lead for the queue', lena, ofBilling, undefined],
    ['no agent for the queue', ben, ofBilling, 'macro:manage'],
    ['no lead of another queue', lena, { kind: 'queue', queue: shipping.id }, 'macro:manage'],
    ['the admin for all', ada, ofAll, undefined],
    ['no lead for all', lena, ofAll, 'macro:manage'],
  ])('is kept by %s', ([, actor, keeper, missing]) => {
    expect(missingToKeep(actor, keeper)).toBe(missing);
  });

  test('is meant for the tickets of its queue, or for all', () => {
    expect([isForQueue(ofBilling, billing.id), isForQueue(ofBilling, shipping.id)]).toEqual([true, false]);
    expect([isForQueue(bens, billing.id), isForQueue(ofAll, shipping.id)]).toEqual([true, true]);
  });
});
