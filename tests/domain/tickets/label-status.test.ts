import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { labelStatus, type WantedLabel } from '#domain/tickets/label-status.ts';
import { revise } from '#domain/tickets/revise.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { ben, carla } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
import { awaitingParts, inReview } from '../../support/status-labels.ts';
import { factBy, later, openTicket, ticketIn } from '../../support/tickets.ts';

const soon = later(1000);
const labelled = (ticket: Ticket, label: WantedLabel, by: Actor = ben) =>
  labelStatus(ticket, { by, at: soon, label });

describe('labelling the status of a ticket', () => {
  test('staff do, with a label for the status it has', () => {
    expect(labelled(openTicket(), inReview)).toEqual({
      ok: true,
      outcome: {
        ticket: openTicket({ statusLabel: inReview.id }),
        facts: [factBy(ben, soon, 'status-label-changed', { before: undefined, after: inReview.id })],
      },
    });
    expect(labelled(openTicket({ statusLabel: inReview.id }), 'none')).toMatchObject({
      outcome: { ticket: openTicket(), facts: [{ data: { before: inReview.id, after: undefined } }] },
    });
  });

  test('what is already so changes nothing, also when the label was archived since', () => {
    const ticket = openTicket({ statusLabel: inReview.id });
    expect(labelled(ticket, { ...inReview, isArchived: true })).toEqual({
      ok: true,
      outcome: { ticket, facts: [] },
    });
    expect(labelled(openTicket(), 'none')).toEqual({
      ok: true,
      outcome: { ticket: openTicket(), facts: [] },
    });
  });

  test.each<[string, Ticket, WantedLabel, object]>([
    [
      'for another status',
      openTicket(),
      awaitingParts,
      { code: 'status-label-unfit', state: 'open', labels: 'on-hold' },
    ],
    ['that is archived', openTicket(), { ...inReview, isArchived: true }, { code: 'status-label-archived' }],
    ['that there is not', openTicket(), 'unknown', { code: 'unknown-status-label' }],
    ['of a closed ticket', ticketIn('closed'), inReview, { code: 'ticket-closed' }],
  ])('a label %s is refused', (_, ticket, label, refusal) => {
    expect(labelled(ticket, label)).toEqual({ ok: false, refusal });
  });

  test('a requester does not, even where there is no such label', () => {
    const refused = { ok: false, refusal: { code: 'not-permitted', permission: 'ticket:work' } };
    expect(labelled(openTicket(), inReview, carla)).toEqual(refused);
    expect(labelled(openTicket(), 'unknown', carla)).toEqual(refused);
  });

  test('goes with the move to its status in one revision', () => {
    const nothing = { subject: undefined, priority: undefined, tags: undefined, moveTo: undefined };
    const revised = revise(openTicket(), {
      ...{ ...nothing, status: 'on-hold', waitUntil: undefined, statusLabel: awaitingParts },
      ...{ by: ben, at: soon, queue: billing },
    });
    expect(revised).toMatchObject({
      outcome: {
        ticket: { status: 'on-hold', statusLabel: awaitingParts.id },
        facts: [{ type: 'ticket-put-on-hold' }, { type: 'status-label-changed' }],
      },
    });
  });
});
