import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { may, type Placed } from '#domain/access/policy.ts';
import { roleNames } from '#domain/access/roles.ts';
import { audienceFor, covers, coversAsStaff, visibilityOf } from '#domain/access/visibility.ts';
import { grantsFor } from '#domain/identity/user.ts';
import { ada, bea, ben, carla, dora, lena, nobody, paul, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { openTicket } from '../../support/tickets.ts';

describe('telling as what somebody sees a ticket', () => {
  const ticket = openTicket();

  test.for([
    { who: 'its requester', actor: carla, audience: 'customer' },
    { who: 'a participant', actor: paul, audience: 'customer' },
    { who: 'another customer', actor: dora, audience: undefined },
    { who: 'an agent of its queue', actor: ben, audience: 'staff' },
    { who: 'an agent of another queue', actor: sam, audience: undefined },
    { who: 'the lead of its queue', actor: lena, audience: 'staff' },
    { who: 'the admin', actor: ada, audience: 'staff' },
    { who: 'who was granted nothing', actor: nobody, audience: undefined },
  ])('$who: $audience', ({ actor, audience }) => {
    expect(audienceFor(actor, ticket)).toBe(audience);
  });

  test('who was granted nothing does not even see what they raised', () => {
    expect(audienceFor(nobody, openTicket({ requester: nobody.id, assignee: nobody.id }))).toBeUndefined();
  });

  test('holding a ticket of another queue shows nothing of it', () => {
    expect(audienceFor(ben, openTicket({ queue: shipping.id, assignee: ben.id }))).toBeUndefined();
  });

  test('an agent sees what they raised in another queue as the customer they are there', () => {
    expect(audienceFor(ben, openTicket({ queue: shipping.id, requester: ben.id }))).toBe('customer');
    expect(audienceFor(ben, openTicket({ queue: shipping.id, participants: [ben.id] }))).toBe('customer');
  });
});

describe('telling which tickets somebody sees', () => {
  test.for([
    {
      who: 'a customer',
      actor: carla,
      sees: { staffOf: [], requestedBy: carla.id, participatedBy: carla.id },
    },
    {
      who: 'an agent',
      actor: ben,
      sees: { staffOf: [billing.id], requestedBy: ben.id, participatedBy: ben.id },
    },
    {
      who: 'the admin',
      actor: ada,
      sees: { staffOf: 'every-queue', requestedBy: ada.id, participatedBy: ada.id },
    },
    {
      who: 'who was granted nothing',
      actor: nobody,
      sees: { staffOf: [], requestedBy: undefined, participatedBy: undefined },
    },
  ])('$who', ({ actor, sees }) => {
    expect(visibilityOf(actor)).toEqual(sees);
  });

  test('an agent without a customer grant does not see what they raised elsewhere', () => {
    const onlyAgent: Actor = { id: ben.id, grants: ben.grants.filter(({ role }) => role === 'agent') };
    expect(covers(visibilityOf(onlyAgent), openTicket())).toBe(true);
    expect(covers(visibilityOf(onlyAgent), openTicket({ queue: shipping.id, requester: ben.id }))).toBe(
      false,
    );
  });
});

describe('the three ways to ask agree', () => {
  const queueSets = [[], [billing.id], [shipping.id], [billing.id, shipping.id]];
  const people = [carla, paul, dora, ben, bea, sam, lena, ada, nobody];
  const actors: readonly Actor[] = [
    ...people,
    ...roleNames.flatMap((role) =>
      queueSets.map((queues): Actor => ({ id: ben.id, grants: grantsFor(role, queues) })),
    ),
    { id: lena.id, grants: [...grantsFor('lead', [billing.id]), ...grantsFor('agent', [shipping.id])] },
    { id: lena.id, grants: [{ role: 'agent', scope: { kind: 'global' } }] },
  ];
  const some = [carla.id, ben.id, lena.id];
  const tickets: readonly Placed[] = [billing.id, shipping.id].flatMap((queue) =>
    [...some, dora.id].flatMap((requester) =>
      [[], ...some.map((id) => [id]), [paul.id, ben.id]].flatMap((participants) =>
        [undefined, ...some].map((assignee) => ({ queue, requester, participants, assignee })),
      ),
    ),
  );
  const everyPair = actors.flatMap((actor) => tickets.map((ticket) => ({ actor, ticket })));

  test('on what is seen at all', () => {
    const disagreeing = everyPair.filter(({ actor, ticket }) => {
      const seen = covers(visibilityOf(actor), ticket);
      return (
        seen !== may(actor, 'ticket:read', ticket) || seen !== (audienceFor(actor, ticket) !== undefined)
      );
    });
    expect(everyPair).toHaveLength(27 * 160);
    expect(disagreeing).toEqual([]);
  });

  test('on what is seen as staff', () => {
    const disagreeing = everyPair.filter(({ actor, ticket }) => {
      const seen = coversAsStaff(visibilityOf(actor), ticket);
      return (
        seen !== may(actor, 'ticket:read-internal', ticket) ||
        seen !== (audienceFor(actor, ticket) === 'staff')
      );
    });
    expect(disagreeing).toEqual([]);
  });

  test('and on something: both answers occur for staff and customers', () => {
    const answers = new Set(everyPair.map(({ actor, ticket }) => audienceFor(actor, ticket)));
    expect(answers).toEqual(new Set(['staff', 'customer', undefined]));
  });
});
