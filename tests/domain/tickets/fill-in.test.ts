import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import type { CustomField } from '#domain/fields/custom-field.ts';
import type { FieldChanges } from '#domain/fields/field-value.ts';
import { fillIn, missingFields } from '#domain/tickets/fill-in.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { cost, product } from '../../support/custom-fields.ts';
import { ben, carla, dora, lena, paul } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { factBy, later, openTicket, ticketIn } from '../../support/tickets.ts';

const soon = later(1000);
const hint = { ...product, key: 'hint', type: 'text', options: [], customersMaySet: false } as const;
const all = [product, cost, hint];

const fill = (
  by: Actor,
  wanted: FieldChanges,
  { ticket = openTicket(), fields = all }: { ticket?: Ticket; fields?: readonly CustomField[] } = {},
) => fillIn(ticket, { by, at: soon, wanted, fields, queues: [ticket.queue] });

describe('filling in custom fields', () => {
  test('staff set all of them: what customers know and what staff know are told apart', () => {
    expect(fill(ben, { product: 'app', cost: 20 })).toEqual({
      ok: true,
      outcome: {
        ticket: openTicket({ fields: { product: 'app' }, staffFields: { cost: 20 } }),
        facts: [
          factBy(ben, soon, 'fields-changed', { before: { product: null }, after: { product: 'app' } }),
          factBy(ben, soon, 'staff-fields-changed', { before: { cost: null }, after: { cost: 20 } }),
        ],
      },
    });
  });

  test('a requester sets what customers may, and knows of no staff field', () => {
    expect(fill(carla, { product: 'web' })).toMatchObject({
      ok: true,
      outcome: { facts: [{ type: 'fields-changed' }] },
    });
    const unknown = (key: string) => ({
      ok: false,
      refusal: { code: 'custom-fields-unfit', breaches: [{ key, code: 'unknown-field' }] },
    });
    expect(fill(carla, { cost: 1 })).toEqual(unknown('cost'));
    expect(fill(carla, { nothing: 1 })).toEqual(unknown('nothing'));
    expect(fill(carla, { constructor: 'app' })).toEqual(unknown('constructor'));
    expect(fill(carla, { hint: 'Look' })).toEqual({
      ok: false,
      refusal: { code: 'not-permitted', permission: 'ticket:triage' },
    });
  });

  test('who takes part without having raised it sets nothing, and for strangers there is no ticket', () => {
    expect(fill(paul, { product: 'web' })).toEqual({
      ok: false,
      refusal: { code: 'not-permitted', permission: 'ticket:rename' },
    });
    expect(fill(dora, { product: 'web' })).toEqual({ ok: false, refusal: { code: 'not-found' } });
  });

  test('null takes a value away, and what is already so changes nothing', () => {
    const ticket = openTicket({ fields: { product: 'app' }, staffFields: { cost: 20 } });
    expect(fill(ben, { product: null, cost: 20 }, { ticket })).toEqual({
      ok: true,
      outcome: {
        ticket: openTicket({ fields: {}, staffFields: { cost: 20 } }),
        facts: [
          factBy(ben, soon, 'fields-changed', { before: { product: 'app' }, after: { product: null } }),
        ],
      },
    });
    expect(fill(ben, { product: 'app', hint: null }, { ticket })).toEqual({
      ok: true,
      outcome: { ticket, facts: [] },
    });
  });

  test('everything that is wrong is told at once', () => {
    const archived = { ...hint, isArchived: true };
    const elsewhere = { ...cost, key: 'weight', queues: [shipping.id] };
    const wanted = { product: 'tv', cost: 'much', hint: 'Look', weight: 2, other: true };
    expect(fill(ben, wanted, { fields: [product, cost, archived, elsewhere] })).toEqual({
      ok: false,
      refusal: {
        code: 'custom-fields-unfit',
        breaches: [
          { key: 'product', code: 'unknown-option' },
          { key: 'cost', code: 'invalid-type' },
          { key: 'hint', code: 'field-archived' },
          { key: 'weight', code: 'field-not-in-queue' },
          { key: 'other', code: 'unknown-field' },
        ],
      },
    });
  });

  test('a value that an archived field still has can be taken away', () => {
    const ticket = openTicket({ staffFields: { cost: 20 } });
    const fields = [{ ...cost, isArchived: true }];
    const filled = fill(ben, { cost: null }, { ticket, fields });
    expect(filled.ok && filled.outcome.ticket.staffFields).toEqual({});
  });

  test('a closed ticket keeps its values', () => {
    expect(fill(ben, { cost: 1 }, { ticket: ticketIn('closed') })).toEqual({
      ok: false,
      refusal: { code: 'ticket-closed' },
    });
  });
});

describe('what a ticket lacks', () => {
  const needed = [
    { ...product, required: 'solve' },
    { ...cost, required: 'solve' },
    { ...hint, required: 'open' },
    { ...cost, key: 'weight', required: 'solve', queues: [shipping.id] },
    { ...cost, key: 'old', required: 'solve', isArchived: true },
  ] as const;
  const lacks = (by: Actor, ticket: Ticket) => missingFields(ticket, { by, when: 'solve', fields: needed });

  test('staff are asked for all that tickets of its queue must have', () => {
    expect(lacks(lena, openTicket())).toEqual(['product', 'cost']);
    expect(lacks(lena, openTicket({ fields: { product: 'app' }, staffFields: { cost: 0 } }))).toEqual([]);
    expect(
      missingFields(openTicket({ queue: billing.id }), { by: lena, when: 'open', fields: needed }),
    ).toEqual(['hint']);
  });

  test('an access token is asked for what its owner may set, as far as it may know of it', () => {
    expect(lacks({ ...ben, limitedTo: ['ticket:read-internal', 'ticket:solve'] }, openTicket())).toEqual([
      'product',
      'cost',
    ]);
    expect(lacks({ ...ben, limitedTo: ['ticket:read', 'ticket:solve'] }, openTicket())).toEqual(['product']);
  });

  test('a requester is asked only for what customers set', () => {
    expect(lacks(carla, openTicket())).toEqual(['product']);
  });
});
