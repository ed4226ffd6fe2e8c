import { describe, expect, test } from 'vitest';
import type { Actor, Grant } from '#domain/access/actor.ts';
import { beyond } from '#domain/access/delegation.ts';
import { extentFor, may, relationsOf } from '#domain/access/policy.ts';
import type { Rights } from '#domain/access/roles.ts';
import { scopeName } from '#domain/access/scope.ts';
import { visibilityOf } from '#domain/access/visibility.ts';
import { carla, paul, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { acme, everywhere, globex, inOrganisation, inQueue, roleOf } from '../../support/roles.ts';
import { openTicket } from '../../support/tickets.ts';

const whoHas = (...grants: readonly Grant[]): Actor => ({ id: sam.id, grants });
const holding = (rights: Rights): Actor => whoHas(everywhere(roleOf(rights)));
const reading = (actor: Actor) => actor.grants.map((grant) => extentFor(actor, grant, 'ticket:read'));

describe('reading with notes and without', () => {
  test.for<[string, Rights, unknown]>([
    ['either reaches', { 'ticket:read': ['own'], 'ticket:read-internal': ['assigned'] }, ['own', 'assigned']],
    ['both reach once', { 'ticket:read': ['own'], 'ticket:read-internal': ['own'] }, ['own']],
    ['one is everywhere', { 'ticket:read': ['own'], 'ticket:read-internal': 'everywhere' }, 'everywhere'],
    ['the other is', { 'ticket:read': 'everywhere', 'ticket:read-internal': ['own'] }, 'everywhere'],
    ['one alone is given', { 'ticket:read-internal': ['own'] }, ['own']],
    ['none is', { 'ticket:note': 'everywhere' }, undefined],
  ])('is allowed as far as %s', ([, rights, extent]) => {
    expect(reading(holding(rights))).toEqual([extent]);
  });

  test('a token that was narrowed to the one does not reach as far as the other', () => {
    const both = holding({ 'ticket:read': ['own'], 'ticket:read-internal': ['assigned'] });
    expect(reading({ ...both, limitedTo: ['ticket:read'] })).toEqual([['own']]);
    expect(reading({ ...both, limitedTo: ['ticket:read-internal'] })).toEqual([['assigned']]);
    const mine = openTicket({ requester: sam.id, assignee: sam.id });
    expect(may({ ...both, limitedTo: ['ticket:read'] }, 'ticket:read-internal', mine)).toBe(false);
  });
});

test('one may stand to a ticket in several ways at once, and to most in none', () => {
  const ticket = openTicket({ requester: carla.id, participants: [paul.id, sam.id], assignee: sam.id });
  expect(relationsOf(carla, ticket)).toEqual(['own']);
  expect(relationsOf({ id: sam.id, grants: [] }, ticket)).toEqual(['participant', 'assigned']);
  expect(relationsOf(sam, openTicket())).toEqual([]);
});

describe('the ways of seeing tickets', () => {
  const sightsOf = (actor: Actor) =>
    visibilityOf(actor).sights.map(({ audience, scope, as }) => `${audience} ${scopeName(scope)} ${as}`);

  test('are told once, however often they were given', () => {
    expect(sightsOf(whoHas(inQueue('agent', billing), inQueue('lead', billing)))).toEqual([
      `staff queue:${billing.id} anybody`,
    ]);
  });

  test('leave out what a wider one shows as well, whichever was given first', () => {
    const wide = everywhere(roleOf({ 'ticket:read-internal': 'everywhere' }));
    const narrow = [inQueue('agent', billing), everywhere('customer')];
    expect(sightsOf(whoHas(...narrow, wide))).toEqual(['staff global anybody']);
    expect(sightsOf(whoHas(wide, ...narrow))).toEqual(['staff global anybody']);
  });

  test('keep what shows less of more', () => {
    const reader = everywhere(roleOf({ 'ticket:read': 'everywhere' }));
    expect(sightsOf(whoHas(inQueue('agent', billing), reader))).toEqual([
      `staff queue:${billing.id} anybody`,
      'customer global anybody',
    ]);
    expect(sightsOf(whoHas(inQueue('agent', billing), inOrganisation('agent', acme)))).toEqual([
      `staff queue:${billing.id} anybody`,
      `staff organisation:${acme} anybody`,
    ]);
  });
});

describe('handing on a right that reaches in several ways', () => {
  const grant = (rights: Rights) => inQueue(roleOf(rights), billing);

  test('takes every one of them', () => {
    const half = whoHas(grant({ 'ticket:close': ['own'] }));
    const whole = whoHas(grant({ 'ticket:close': ['own'] }), grant({ 'ticket:close': ['assigned'] }));
    const wanted = grant({ 'ticket:close': ['own', 'assigned'] });
    expect(beyond(half, wanted)).toBe('ticket:close');
    expect(beyond(whole, wanted)).toBeUndefined();
  });

  test('takes it where it is handed on', () => {
    const elsewhere = whoHas(inQueue(roleOf({ 'ticket:close': ['own'] }), shipping));
    expect(beyond(elsewhere, grant({ 'ticket:close': ['own'] }))).toBe('ticket:close');
    const within = whoHas(inOrganisation('agent', acme));
    expect(beyond(within, inOrganisation(roleOf({ 'ticket:close': ['own'] }), globex))).toBe('ticket:close');
  });

  test('takes the right everywhere to hand it on everywhere', () => {
    const some = whoHas(grant({ 'ticket:close': ['own', 'participant', 'assigned', 'colleague'] }));
    expect(beyond(some, grant({ 'ticket:close': 'everywhere' }))).toBe('ticket:close');
    expect(beyond(whoHas(grant({ 'ticket:close': 'everywhere' })), grant({ 'ticket:close': ['own'] }))).toBe(
      undefined,
    );
  });
});
