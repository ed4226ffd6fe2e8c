import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { beyond } from '#domain/access/delegation.ts';
import { permissions } from '#domain/access/permissions.ts';
import { holds, holdsGlobally, may, mayInQueue } from '#domain/access/policy.ts';
import { ada, ben, carla, dora, lena } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { acme, everywhere, globex, inOrganisation, inQueue, roleOf } from '../../support/roles.ts';
import { openTicket } from '../../support/tickets.ts';

describe('organisations', () => {
  const ticket = openTicket({ assignee: ben.id, organisation: acme });
  const colleague: Actor = { ...dora, organisation: acme, sharedOrganisation: acme };

  test('members whose organisation shares see what it asked, and may do nothing to it', () => {
    expect(permissions.filter((one) => may(colleague, one, ticket))).toEqual(['ticket:open', 'ticket:read']);
    expect(may(colleague, 'ticket:read', openTicket({ organisation: globex }))).toBe(false);
    expect(may(colleague, 'ticket:read', openTicket())).toBe(false);
  });

  test('members of one that does not share see nothing of each other', () => {
    expect(may({ ...dora, organisation: acme }, 'ticket:read', ticket)).toBe(false);
  });

  test('staff of an organisation work its tickets in every queue, and no others', () => {
    const theirs: Actor = { id: dora.id, grants: [inOrganisation('agent', acme)] };
    expect(may(theirs, 'ticket:note', ticket)).toBe(true);
    expect(may(theirs, 'ticket:note', openTicket({ queue: shipping.id, organisation: acme }))).toBe(true);
    expect(may(theirs, 'ticket:note', openTicket())).toBe(false);
    expect(mayInQueue(theirs, 'ticket:note', billing.id)).toBe(false);
    expect(holds(theirs, 'user:read')).toBe(false);
  });
});

describe('custom roles and narrowed tokens', () => {
  const ticket = openTicket({ assignee: dora.id });

  test('a custom role allows what it says, where it says so', () => {
    const role = roleOf({
      'ticket:read': ['assigned'],
      'ticket:close': ['assigned'],
      'ticket:note': 'everywhere',
    });
    const actor: Actor = { id: dora.id, grants: [everywhere(role)] };
    expect(permissions.filter((one) => may(actor, one, ticket))).toEqual([
      'ticket:read',
      'ticket:note',
      'ticket:close',
    ]);
    expect(may(actor, 'ticket:close', openTicket())).toBe(false);
  });

  test('whoever may read the notes of a ticket may read the ticket', () => {
    const actor: Actor = {
      id: dora.id,
      grants: [everywhere(roleOf({ 'ticket:read-internal': ['assigned'] }))],
    };
    expect(may(actor, 'ticket:read', ticket)).toBe(true);
  });

  test('a narrowed token may what it was narrowed to, if its owner may', () => {
    const narrow: Actor = { ...ben, limitedTo: ['ticket:read', 'ticket:steal', 'user:read'] };
    expect(permissions.filter((one) => may(narrow, one, ticket))).toEqual(['ticket:read', 'user:read']);
    expect(permissions.filter((one) => mayInQueue(narrow, one, billing.id))).toEqual([
      'ticket:read',
      'user:read',
    ]);
    expect(permissions.filter((one) => holds(narrow, one))).toEqual(['ticket:read', 'user:read']);
    expect(permissions.filter((one) => holdsGlobally({ ...ada, limitedTo: [] }, one))).toEqual([]);
  });
});

describe('handing on what one holds', () => {
  test.for([
    { who: 'the admin', by: ada, grant: everywhere('admin'), lacks: undefined },
    { who: 'the admin', by: ada, grant: inOrganisation('lead', acme), lacks: undefined },
    { who: 'a lead', by: lena, grant: inQueue('lead', billing), lacks: undefined },
    { who: 'a lead', by: lena, grant: inQueue('agent', billing), lacks: undefined },
    { who: 'a lead', by: lena, grant: inQueue('agent', shipping), lacks: 'ticket:open-for-others' },
    { who: 'a lead', by: lena, grant: everywhere('agent'), lacks: 'ticket:open-for-others' },
    { who: 'an agent', by: ben, grant: inQueue('lead', billing), lacks: 'ticket:release' },
    {
      who: 'an agent',
      by: ben,
      grant: inQueue(roleOf({ 'ticket:release': ['assigned'] }), billing),
      lacks: undefined,
    },
    {
      who: 'an agent',
      by: ben,
      grant: inQueue(roleOf({ 'ticket:release': ['own'] }), billing),
      lacks: 'ticket:release',
    },
    { who: 'a customer', by: carla, grant: everywhere('customer'), lacks: undefined },
    {
      who: 'a customer',
      by: carla,
      grant: everywhere(roleOf({ 'ticket:read': 'everywhere' })),
      lacks: 'ticket:read',
    },
    {
      who: 'an admin with a narrow token',
      by: { ...ada, limitedTo: ['grant:manage'] as const },
      grant: everywhere('customer'),
      lacks: 'ticket:open',
    },
  ])('$who: $lacks', ({ by, grant, lacks }) => {
    expect(beyond(by, grant)).toBe(lacks);
  });
});
