import { describe, expect, test } from 'vitest';
import type { Actor, Grant } from '#domain/access/actor.ts';
import { may, type Placed } from '#domain/access/policy.ts';
import { roleNames } from '#domain/access/roles.ts';
import { scopeName } from '#domain/access/scope.ts';
import { audienceFor, covers, coversAsStaff, visibilityOf } from '#domain/access/visibility.ts';
import { grantsFor } from '#domain/identity/user.ts';
import { ada, bea, ben, carla, dora, lena, nobody, paul, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { acme, everywhere, globex, inOrganisation, inQueue, roleOf } from '../../support/roles.ts';
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
      sees: ['customer global own', 'customer global participant'],
    },
    {
      who: 'an agent',
      actor: ben,
      sees: [`staff queue:${billing.id} anybody`, 'customer global own', 'customer global participant'],
    },
    {
      who: 'the admin',
      actor: ada,
      sees: ['staff global anybody'],
    },
    {
      who: 'who was granted nothing',
      actor: nobody,
      sees: [],
    },
    {
      who: 'a member of an organisation that shares',
      actor: { ...carla, sharedOrganisation: acme },
      sees: ['customer global own', 'customer global participant', 'customer global colleague'],
    },
    {
      who: 'an agent for an organisation',
      actor: { id: ben.id, grants: [inOrganisation('agent', acme)] },
      sees: [`staff organisation:${acme} anybody`],
    },
    {
      who: 'an agent whose token may not read notes',
      actor: { id: ben.id, grants: [inQueue('agent', billing)], limitedTo: ['ticket:read'] },
      sees: [`customer queue:${billing.id} anybody`],
    },
    {
      who: 'a reader of the notes on what they hold',
      actor: { id: ben.id, grants: [everywhere(roleOf({ 'ticket:read-internal': ['assigned'] }))] },
      sees: ['staff global assigned'],
    },
  ] satisfies readonly { who: string; actor: Actor; sees: readonly string[] }[])(
    '$who',
    ({ actor, sees }) => {
      const { sights } = visibilityOf(actor);
      expect(sights.map(({ audience, scope, as }) => `${audience} ${scopeName(scope)} ${as}`)).toEqual(sees);
    },
  );

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
  const sharing = [undefined, acme];
  const narrow = ['ticket:read', 'ticket:reply'] as const;
  const someRead = roleOf({ 'ticket:read': ['own', 'assigned'] });
  const someNotes = roleOf({ 'ticket:read-internal': ['participant', 'colleague'] });
  const oddGrants: readonly (readonly Grant[])[] = [
    [],
    [inOrganisation('agent', acme)],
    [inOrganisation('customer', globex), inQueue('customer', shipping)],
    [inQueue(someRead, shipping), inOrganisation(someNotes, acme)],
    [everywhere(someRead), inQueue(someNotes, billing)],
    [everywhere(roleOf({ 'ticket:read': 'everywhere', 'ticket:read-internal': ['assigned'] }))],
  ];
  const actors: readonly Actor[] = [
    ...people,
    ...roleNames.flatMap((role) =>
      queueSets.map((queues): Actor => ({ id: ben.id, grants: grantsFor(role, queues) })),
    ),
    { id: lena.id, grants: [...grantsFor('lead', [billing.id]), ...grantsFor('agent', [shipping.id])] },
    { id: lena.id, grants: [everywhere('agent')] },
    ...sharing.flatMap((sharedOrganisation) =>
      oddGrants.flatMap((odd) =>
        [[], carla.grants, ben.grants].flatMap((grants) =>
          [undefined, narrow].map(
            (limitedTo): Actor => ({
              id: ben.id,
              grants: [...grants, ...odd],
              sharedOrganisation,
              limitedTo,
            }),
          ),
        ),
      ),
    ),
  ];
  const some = [carla.id, ben.id, lena.id];
  const tickets: readonly Placed[] = [billing.id, shipping.id].flatMap((queue) =>
    [...some, dora.id].flatMap((requester) =>
      [[], ...some.map((id) => [id]), [paul.id, ben.id]].flatMap((participants) =>
        [undefined, ...some].flatMap((assignee) =>
          [undefined, acme, globex].map((organisation) => ({
            queue,
            requester,
            participants,
            assignee,
            organisation,
          })),
        ),
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
    expect(everyPair).toHaveLength(99 * 480);
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
