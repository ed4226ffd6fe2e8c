import { describe, expect, test } from 'vitest';
import type { Grant } from '#domain/access/actor.ts';
import { type RoleName, roleNames } from '#domain/access/roles.ts';
import type { Scope } from '#domain/access/scope.ts';
import { customerGrant, displayName, grantsFor, rolesOf } from '#domain/identity/user.ts';
import { billing, shipping } from '../../support/queues.ts';
import { everywhere, roleOf } from '../../support/roles.ts';

const global: Scope = { kind: 'global' };
const inBilling: Scope = { kind: 'queue', queue: billing.id };
const inShipping: Scope = { kind: 'queue', queue: shipping.id };

describe('giving a role', () => {
  test('a customer is one everywhere, whatever queues are named', () => {
    expect(grantsFor('customer', [])).toEqual([{ role: 'customer', scope: global }]);
    expect(grantsFor('customer', [billing.id])).toEqual([{ role: 'customer', scope: global }]);
  });

  test.for(['agent', 'lead'] as const)(
    'who is made %s holds the role in each queue, and is a customer too',
    (role) => {
      expect(grantsFor(role, [billing.id, shipping.id])).toEqual([
        { role, scope: inBilling },
        { role, scope: inShipping },
        customerGrant,
      ]);
    },
  );

  test('a queue that is named twice counts once', () => {
    expect(grantsFor('agent', [billing.id, billing.id])).toEqual([
      { role: 'agent', scope: inBilling },
      customerGrant,
    ]);
  });

  test.for(['agent', 'lead'] as const)('who is made %s of no queue is a customer and no more', (role) => {
    expect(grantsFor(role, [])).toEqual([customerGrant]);
  });

  test('an admin is one everywhere, whatever queues are named', () => {
    expect(grantsFor('admin', [billing.id])).toEqual([{ role: 'admin', scope: global }, customerGrant]);
  });
});

describe('showing roles', () => {
  const grant = (role: RoleName, scope: Scope = global): Grant => ({ role, scope });

  test.for([
    { grants: [], roles: [] },
    { grants: [customerGrant], roles: ['customer'] },
    { grants: [customerGrant, grant('agent', inBilling)], roles: ['agent'] },
    { grants: [grant('agent', inBilling), grant('agent', inShipping), customerGrant], roles: ['agent'] },
    {
      grants: [customerGrant, grant('agent', inBilling), grant('admin'), grant('lead', inShipping)],
      roles: ['admin', 'lead', 'agent'],
    },
  ])('$grants.length grants are shown as $roles', ({ grants, roles }) => {
    expect(rolesOf(grants)).toEqual(roles);
  });

  test('made-up roles come after the built-in ones, by name, each once', () => {
    const madeUp = ['Zoo', 'Archive', 'Zoo'].map((name) => everywhere(roleOf({}, name)));
    expect(rolesOf([...madeUp, customerGrant])).toEqual(['Archive', 'Zoo']);
    expect(rolesOf([...madeUp, grant('lead', inBilling)])).toEqual(['lead', 'Archive', 'Zoo']);
  });

  test.for(roleNames)('who was made %s is shown as just that', (role) => {
    expect(rolesOf(grantsFor(role, [billing.id]))).toEqual([role]);
  });
});

describe('calling people by name', () => {
  test.for([
    { firstName: 'Carla', lastName: 'Meier', shown: 'Carla Meier' },
    { firstName: 'Carla', lastName: '', shown: 'Carla' },
    { firstName: '', lastName: 'Meier', shown: 'Meier' },
  ])('$shown', ({ shown, ...name }) => {
    expect(displayName(name)).toBe(shown);
  });
});
