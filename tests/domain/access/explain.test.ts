import { describe, expect, test } from 'vitest';
import type { Actor, Grant } from '#domain/access/actor.ts';
import { type About, explain, scopesFor } from '#domain/access/explain.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { OrganisationId } from '#domain/shared/ids.ts';
import { ada, ben, carla, dora, lena, nobody, paul, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { openTicket } from '../../support/tickets.ts';

const acme = OrganisationId('01957b3e-9c00-7c10-8f10-6d1f0c3a7e01');
const about = (facts: Parameters<typeof openTicket>[0] = {}): About => ({
  kind: 'ticket',
  ticket: openTicket({ requester: carla.id, participants: [paul.id], queue: billing.id, ...facts }),
});
const hers = about();
const ofAcme = about({ organisation: acme });
const inBilling: About = { kind: 'queue', queue: billing.id };
const inShipping: About = { kind: 'queue', queue: shipping.id };
const anywhere: About = { kind: 'installation' };

const accountManager: Grant = { role: 'agent', scope: { kind: 'organisation', organisation: acme } };
const olga: Actor = { ...nobody, grants: [accountManager] };
const only = (actor: Actor, ...limitedTo: readonly Permission[]): Actor => ({ ...actor, limitedTo });
const first = ({ grants }: Actor): Grant | undefined =>
  grants.find(({ role }) => role !== 'customer') ?? grants[0];

describe('why something is allowed', () => {
  test.for<[string, Actor, Permission, About, string]>([
    ['a customer reads what they asked', carla, 'ticket:read', hers, 'own'],
    ['a customer reads what they take part in', paul, 'ticket:read', hers, 'participant'],
    ['an agent reads what is in their queue', ben, 'ticket:read', hers, 'everywhere'],
    ['an agent works in their queue', ben, 'ticket:work', inBilling, 'everywhere'],
    ['an agent works somewhere', ben, 'ticket:work', anywhere, 'everywhere'],
    ['an agent reads some queue', ben, 'queue:read', anywhere, 'everywhere'],
    ['an agent for an organisation reads its tickets', olga, 'ticket:read', ofAcme, 'everywhere'],
    ['an admin does everything', ada, 'role:manage', anywhere, 'everywhere'],
    [
      'a token to open does so, though it reads nothing',
      only(ben, 'ticket:open'),
      'ticket:open',
      hers,
      'everywhere',
    ],
    [
      'what is about no ticket needs none to be seen',
      only(ben, 'queue:read'),
      'queue:read',
      hers,
      'everywhere',
    ],
  ])('%s', ([, actor, permission, on, as]) => {
    expect(explain(actor, permission, on)).toEqual({ allowed: true, grant: first(actor), as });
  });
});

describe('why something is refused', () => {
  test.for<[string, Actor, Permission, About, string]>([
    ['nobody was granted anything', nobody, 'ticket:read', hers, 'no-grant'],
    ['customers triage nothing', carla, 'ticket:triage', hers, 'no-grant'],
    ['a stranger to the ticket', dora, 'ticket:read', hers, 'not-related'],
    ['customers read none but their own of a queue', carla, 'ticket:read', inBilling, 'not-related'],
    ['customers read none but their own anywhere', carla, 'ticket:read', anywhere, 'not-related'],
    ['an agent of another queue', sam, 'ticket:note', hers, 'out-of-scope'],
    ['an agent in another queue', ben, 'ticket:work', inShipping, 'out-of-scope'],
    ['a lead for all queues', lena, 'macro:manage', anywhere, 'out-of-scope'],
    [
      'an agent for another organisation',
      olga,
      'ticket:read',
      about({ organisation: undefined }),
      'out-of-scope',
    ],
    ['an agent for an organisation in a queue', olga, 'ticket:read', inBilling, 'out-of-scope'],
    ['an agent for an organisation where no ticket is', olga, 'ticket:read', anywhere, 'out-of-scope'],
    ['an agent for an organisation where no queue is', olga, 'queue:read', anywhere, 'out-of-scope'],
    ['a token for less', only(ben, 'ticket:read'), 'ticket:reply', hers, 'limited-token'],
    ['a token for less than nothing', only(carla), 'ticket:triage', hers, 'no-grant'],
    ['a token for something of another queue', only(sam, 'ticket:note'), 'ticket:note', hers, 'out-of-scope'],
    [
      'a token that answers what it cannot see',
      only(ben, 'ticket:reply'),
      'ticket:reply',
      hers,
      'not-visible',
    ],
  ])('%s', ([, actor, permission, on, because]) => {
    expect(explain(actor, permission, on)).toEqual({ allowed: false, because });
  });
});

describe('where a grant would have allowed it', () => {
  const global = { kind: 'global' };
  const queue = { kind: 'queue', queue: billing.id };

  test('is the queue of a ticket, its organisation, or everywhere', () => {
    expect(scopesFor('ticket:read', hers)).toEqual([queue, global]);
    expect(scopesFor('ticket:read', ofAcme)).toEqual([
      queue,
      { kind: 'organisation', organisation: acme },
      global,
    ]);
  });

  test('is a queue, or everywhere', () => {
    expect(scopesFor('ticket:open', inBilling)).toEqual([queue, global]);
  });

  test.for<[Permission, boolean]>([
    ['role:manage', true],
    ['macro:manage', true],
    ['queue:read', false],
    ['user:read', false],
    ['role:read', false],
    ['grant:manage', false],
    ['organisation:read', false],
    ['ticket:read', false],
  ])('is everywhere alone, or nowhere in particular, for %s', ([permission, isGlobal]) => {
    expect(scopesFor(permission, anywhere)).toEqual(isGlobal ? [global] : []);
  });
});
