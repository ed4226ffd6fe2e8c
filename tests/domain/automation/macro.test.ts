import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { type MacroAction, type MacroStep, mostActions, takeSteps } from '#domain/automation/macro.ts';
import { accept, refuse } from '#domain/shared/decision.ts';
import type { TicketDecision } from '#domain/tickets/change.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { ada, bea, ben, carla, lena } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { factBy, noon, openTicket } from '../../support/tickets.ts';

const reply: MacroAction = { type: 'reply', text: 'Hello' };
const note: MacroAction = { type: 'note', text: 'Psst' };
const tags: MacroAction = { type: 'set-tags', tags: ['vip'] };
const move: MacroAction = { type: 'move', queue: shipping.id };

/** A step that leaves its name as a tag, in the order in which the steps are taken. */
const step = (place: number, action: MacroAction, take?: (so: Ticket) => TicketDecision): MacroStep => {
  const leave = (so: Ticket): TicketDecision =>
    accept({
      ticket: { ...so, tags: [...so.tags, `${place}`] },
      facts: [factBy(ben, noon, 'tags-changed', { before: so.tags, after: [...so.tags, `${place}`] })],
    });
  return { place, action, take: take ?? leave };
};
const taken = (ticket: Ticket, by: Actor, ...steps: readonly MacroStep[]) => {
  const decision = takeSteps(ticket, by, steps);
  return decision.ok ? decision.outcome.ticket.tags.join(' ') : decision.refusal;
};
const ticket = openTicket({ tags: [], assignee: undefined, queue: billing.id });

describe('the actions of a macro', () => {
  test('are twenty at most', () => {
    expect(mostActions).toBe(20);
  });

  test('are taken one after the other, each on what the one before left, with all their facts', () => {
    const decision = takeSteps(ticket, ben, [step(0, tags), step(1, reply)]);
    expect(decision).toMatchObject({
      ok: true,
      outcome: {
        ticket: { tags: ['0', '1'] },
        facts: [{ data: { after: ['0'] } }, { data: { before: ['0'], after: ['0', '1'] } }],
      },
    });
  });

  test('leave a ticket as it is when there are none', () => {
    expect(takeSteps(ticket, ben, [])).toEqual(accept({ ticket, facts: [] }));
  });

  test('move the ticket last, whatever their order: that may end the rights to the rest', () => {
    expect(taken(ticket, ben, step(0, move), step(1, tags), step(2, note))).toBe('1 2 0');
  });

  test('are all refused when one is, with its place', () => {
    const no = () => refuse({ code: 'not-permitted', permission: 'ticket:reply' } as const);
    const never = () => {
      throw new Error('taken after a refusal');
    };
    expect(taken(ticket, ben, step(0, tags), step(1, reply, no), step(2, note, never))).toEqual({
      ...{ code: 'not-permitted', permission: 'ticket:reply', step: 1 },
    });
  });

  test.for<[string, MacroAction, string]>([
    ['answering', reply, 'ticket:reply'],
    ['writing a note', note, 'ticket:note'],
    ['waiting for the customer', { type: 'set-status', status: 'pending' }, 'ticket:work'],
    ['solving', { type: 'set-status', status: 'solved' }, 'ticket:solve'],
    ['pressing', { type: 'set-priority', priority: 'urgent' }, 'ticket:triage'],
    ['saying what it is about', { type: 'set-category', category: null }, 'ticket:triage'],
    ['tagging', tags, 'ticket:triage'],
    ['tagging more', { type: 'add-tags', tags: ['vip'] }, 'ticket:triage'],
    ['labelling its status', { type: 'set-status-label', statusLabel: null }, 'ticket:work'],
    ['filling in fields', { type: 'set-custom-fields', customFields: { cost: 1 } }, 'ticket:rename'],
    ['moving', move, 'ticket:move'],
    ['giving it to somebody', { type: 'assign', to: bea.id }, 'ticket:assign'],
    ['taking it', { type: 'assign', to: 'me' }, 'ticket:claim'],
  ])('take a right of their own, asked before anything is done: %s', ([, action, permission]) => {
    const token: Actor = { ...ada, limitedTo: ['ticket:read', 'ticket:note'] };
    const without: Actor = action.type === 'note' ? { ...ada, limitedTo: ['ticket:read'] } : token;
    expect(taken(ticket, without, step(0, action))).toEqual({ code: 'not-permitted', permission, step: 0 });
    expect(taken(ticket, ada, step(0, action))).toBe('0');
  });

  test('take no right for the status that the ticket has', () => {
    const token: Actor = { ...ben, limitedTo: ['ticket:read'] };
    expect(taken(ticket, token, step(0, { type: 'set-status', status: 'open' }))).toBe('0');
  });

  test.for<[string, Actor, Ticket['assignee'], 'me' | 'none', string]>([
    ['nothing to leave alone what nobody holds', carla, undefined, 'none', '0'],
    ["an agent's own to be given back", ben, ben.id, 'none', '0'],
    ['what one holds to be held', ben, ben.id, 'me', '0'],
    ['a lead to take it from somebody', lena, bea.id, 'me', '0'],
  ])('need, to be assigned, %s', ([, by, assignee, to, outcome]) => {
    expect(taken({ ...ticket, assignee }, by, step(0, { type: 'assign', to }))).toBe(outcome);
  });

  test.for<[string, Actor, 'me' | 'none', string]>([
    ['take it from somebody', ben, 'me', 'ticket:steal'],
    ['give back what somebody else holds', ben, 'none', 'ticket:release'],
  ])('let no agent %s', ([, by, to, permission]) => {
    const held = { ...ticket, assignee: bea.id };
    expect(taken(held, by, step(0, { type: 'assign', to }))).toEqual({
      ...{ code: 'not-permitted', permission, step: 0 },
    });
  });

  test('are refused by their place also when the right to a later one is missing', () => {
    expect(taken(ticket, ben, step(0, reply), step(1, { type: 'assign', to: bea.id }))).toMatchObject({
      ...{ permission: 'ticket:assign', step: 1 },
    });
  });
});
