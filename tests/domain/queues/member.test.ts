import { describe, expect, test } from 'vitest';
import type { Grant } from '#domain/access/actor.ts';
import type { User } from '#domain/identity/user.ts';
import { makesMember, memberOf } from '#domain/queues/member.ts';
import { OrganisationId } from '#domain/shared/ids.ts';
import { address } from '../../support/mails.ts';
import { ben } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { noon } from '../../support/tickets.ts';

const inBilling = { kind: 'queue', queue: billing.id } as const;
const grants: readonly Grant[] = [
  { role: 'agent', scope: inBilling },
  { role: 'lead', scope: { kind: 'queue', queue: shipping.id } },
  { role: 'customer', scope: inBilling },
  { role: 'admin', scope: { kind: 'global' } },
  { role: 'lead', scope: inBilling },
];
const user: User = {
  ...{ id: ben.id, email: address('ben@example.org'), firstName: 'Ben', lastName: 'Example' },
  ...{ status: 'active', grants, createdAt: noon, externalId: undefined },
};

describe('a member of a queue', () => {
  test('is whoever was granted more there than customers are, as all of that', () => {
    expect(memberOf(billing.id, user)).toEqual({ user, roles: ['agent', 'lead'] });
    expect(memberOf(shipping.id, user).roles).toEqual(['lead']);
  });

  test.for<[string, Grant, boolean]>([
    ['an agent of it', { role: 'agent', scope: inBilling }, true],
    ['an agent of another one', { role: 'agent', scope: { kind: 'queue', queue: shipping.id } }, false],
    ['a customer of it', { role: 'customer', scope: inBilling }, false],
    ['who is so everywhere', { role: 'admin', scope: { kind: 'global' } }, false],
    [
      'who is so for an organisation',
      {
        role: 'agent',
        scope: { kind: 'organisation', organisation: OrganisationId('01957b3e-9c00-7b20-9a01-2f6c1d7e4a99') },
      },
      false,
    ],
  ])('is, or is not, %s', ([, grant, is]) => {
    expect(makesMember(billing.id)(grant)).toBe(is);
  });
});
