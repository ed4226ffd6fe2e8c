import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { type Permission, permissions } from '#domain/access/permissions.ts';
import { holds, holdsGlobally, may, mayInQueue } from '#domain/access/policy.ts';
import { ada, bea, ben, carla, dora, lena, nobody, paul, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { openTicket } from '../../support/tickets.ts';

const everyone = { carla, paul, dora, ben, bea, sam, lena, ada } as const satisfies Record<string, Actor>;
const whoOf = (test: (actor: Actor) => boolean): string =>
  Object.entries(everyone)
    .filter(([, actor]) => test(actor))
    .map(([name]) => name)
    .join(' ');

/** Who may do what to carla's ticket in billing, in which paul takes part and which ben holds. */
const onCarlasTicket: Record<Permission, string> = {
  'ticket:open': 'carla paul dora ben bea sam lena ada',
  'ticket:open-for-others': 'ben bea lena ada',
  'ticket:read': 'carla paul ben bea lena ada',
  'ticket:read-internal': 'ben bea lena ada',
  'ticket:reply': 'carla paul ben bea lena ada',
  'ticket:note': 'ben bea lena ada',
  'ticket:rename': 'carla ben bea lena ada',
  'ticket:triage': 'ben bea lena ada',
  'ticket:move': 'ben bea lena ada',
  'ticket:work': 'ben bea lena ada',
  'ticket:solve': 'carla ben bea lena ada',
  'ticket:reopen': 'carla ben bea lena ada',
  'ticket:close': 'ben bea lena ada',
  'ticket:reopen-closed': 'ada',
  'ticket:mark-spam': 'ben bea lena ada',
  'ticket:claim': 'ben bea lena ada',
  'ticket:release': 'ben lena ada',
  'ticket:assign': 'lena ada',
  'ticket:steal': 'lena ada',
  'ticket:merge': 'ben bea lena ada',
  'ticket:redact': 'lena ada',
  'queue:read': 'ben bea lena ada',
  'queue:manage': 'ada',
  'category:manage': 'ada',
  'custom-field:manage': 'ada',
  'status-label:manage': 'ada',
  'macro:manage': 'lena ada',
  'user:read': 'ben bea lena ada',
  'user:invite': 'ada',
  'user:manage': 'ada',
  'service-account:manage': 'ada',
  'user:act-for': 'ada',
  'issuer:manage': 'ada',
  'role:read': 'lena ada',
  'role:manage': 'ada',
  'grant:manage': 'ada',
  'organisation:read': 'ben bea lena ada',
  'organisation:manage': 'ada',
  'authz:simulate': 'ada',
  'audit:read': 'ada',
  'user:erase': 'ada',
};

describe('deciding who may do what to a ticket', () => {
  const ticket = openTicket({ assignee: ben.id });

  test.for(permissions)('%s', (permission) => {
    expect(whoOf((actor) => may(actor, permission, ticket))).toBe(onCarlasTicket[permission]);
  });

  test('whoever was granted nothing may nothing, not even on their own ticket', () => {
    const own = openTicket({ requester: nobody.id, participants: [nobody.id], assignee: nobody.id });
    expect(permissions.filter((permission) => may(nobody, permission, own))).toEqual([]);
  });

  test("a customer's rights follow their tickets into any queue", () => {
    const elsewhere = openTicket({ queue: shipping.id });
    expect(may(carla, 'ticket:solve', elsewhere)).toBe(true);
    expect(may(paul, 'ticket:reply', elsewhere)).toBe(true);
  });

  test("an agent's rights end at their queue, whatever they hold there", () => {
    const elsewhere = openTicket({ queue: shipping.id, assignee: ben.id });
    expect(permissions.filter((permission) => may(ben, permission, elsewhere))).toEqual(['ticket:open']);
    expect(may(sam, 'ticket:note', elsewhere)).toBe(true);
  });

  test('staff are customers of the tickets they raise in other queues', () => {
    const own = openTicket({ queue: shipping.id, requester: ben.id });
    expect(permissions.filter((permission) => may(ben, permission, own))).toEqual([
      'ticket:open',
      'ticket:read',
      'ticket:reply',
      'ticket:rename',
      'ticket:solve',
      'ticket:reopen',
    ]);
  });

  test('whoever may do anything to a ticket sees it', () => {
    const aboutTickets = permissions.filter((name) => name.startsWith('ticket:') && name !== 'ticket:open');
    for (const assignee of [undefined, ben.id, sam.id, dora.id]) {
      for (const queue of [billing.id, shipping.id]) {
        const one = openTicket({ assignee, queue });
        for (const permission of aboutTickets) {
          expect(whoOf((actor) => may(actor, permission, one) && !may(actor, 'ticket:read', one))).toBe('');
        }
      }
    }
  });
});

describe('deciding who may do what in a queue', () => {
  test.for([
    { permission: 'ticket:open', who: 'carla paul dora ben bea sam lena ada' },
    { permission: 'ticket:open-for-others', who: 'ben bea lena ada' },
    { permission: 'ticket:triage', who: 'ben bea lena ada' },
    { permission: 'queue:read', who: 'ben bea lena ada' },
    { permission: 'ticket:read', who: 'ben bea lena ada' },
    { permission: 'ticket:release', who: 'lena ada' },
    { permission: 'queue:manage', who: 'ada' },
  ] as const)('$permission in billing: $who', ({ permission, who }) => {
    expect(whoOf((actor) => mayInQueue(actor, permission, billing.id))).toBe(who);
  });

  test('an agent opens tickets in their queue even if they are nobody’s customer', () => {
    const onlyAgent: Actor = { id: ben.id, grants: ben.grants.filter(({ role }) => role === 'agent') };
    expect(mayInQueue(onlyAgent, 'ticket:open', billing.id)).toBe(true);
    expect(mayInQueue(onlyAgent, 'ticket:open', shipping.id)).toBe(false);
  });

  test('a right in one queue is none in another', () => {
    expect(whoOf((actor) => mayInQueue(actor, 'queue:read', shipping.id))).toBe('sam ada');
  });

  test('whoever was granted nothing may nothing', () => {
    expect(permissions.filter((permission) => mayInQueue(nobody, permission, billing.id))).toEqual([]);
  });
});

describe('holding a right that is about no ticket', () => {
  test('any queue will do', () => {
    expect(whoOf((actor) => holds(actor, 'user:read'))).toBe('ben bea sam lena ada');
    expect(whoOf((actor) => holds(actor, 'user:invite'))).toBe('ada');
  });

  test('a right over some tickets only is none in general', () => {
    expect(whoOf((actor) => holds(actor, 'ticket:release'))).toBe('lena ada');
    expect(holds(carla, 'ticket:read')).toBe(false);
  });

  test('unless it must hold over the whole installation', () => {
    expect(whoOf((actor) => holdsGlobally(actor, 'user:read'))).toBe('ada');
    expect(whoOf((actor) => holdsGlobally(actor, 'queue:manage'))).toBe('ada');
  });

  test('whoever was granted nothing holds nothing', () => {
    expect(permissions.filter((one) => holds(nobody, one) || holdsGlobally(nobody, one))).toEqual([]);
  });
});
