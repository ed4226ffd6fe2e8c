import { describe, expect, test } from 'vitest';
import { accept, refuse } from '#domain/shared/decision.ts';
import { days, hours } from '#domain/shared/duration.ts';
import { merge, undoMerge } from '#domain/tickets/merge.ts';
import type { MergeableState, Ticket } from '#domain/tickets/ticket.ts';
import { ada, ben, carla, dora, lena, paul, sam } from '../../support/people.ts';
import { shipping } from '../../support/queues.ts';
import {
  factBy,
  later,
  mergedTicket,
  newTicket,
  noon,
  onHoldTicket,
  openTicket,
  pendingTicket,
  solvedTicket,
  ticketId,
  ticketIn,
} from '../../support/tickets.ts';

const soon = later(hours(1));
const tomorrow = later(days(1));
const survivor = openTicket({ id: ticketId(9) });

const mergeable: readonly { readonly ticket: Ticket; readonly state: MergeableState }[] = [
  { ticket: newTicket(), state: { status: 'new' } },
  { ticket: openTicket(), state: { status: 'open' } },
  { ticket: pendingTicket({ waitUntil: tomorrow }), state: { status: 'pending', waitUntil: tomorrow } },
  {
    ticket: onHoldTicket({ waitUntil: tomorrow, customerWaiting: true }),
    state: { status: 'on-hold', waitUntil: tomorrow, customerWaiting: true },
  },
  { ticket: solvedTicket({ solvedAt: noon }), state: { status: 'solved', solvedAt: noon } },
];

describe('merging a ticket into another', () => {
  test.for(mergeable)('one that is $ticket.status remembers what it was', ({ ticket, state }) => {
    expect(merge(ticket, { into: survivor, by: ben, at: soon })).toEqual(
      accept({
        ticket: mergedTicket({ survivor: survivor.id, mergedAt: soon, before: state }),
        facts: [factBy(ben, soon, 'ticket-merged', { survivor: survivor.id, before: state })],
      }),
    );
  });

  test.for(['new', 'open', 'pending', 'on-hold', 'solved'] as const)('one that is %s survives', (status) => {
    const into = ticketIn(status, { id: ticketId(9) });
    expect(merge(openTicket(), { into, by: ben, at: soon })).toMatchObject({
      outcome: { ticket: { status: 'merged', survivor: ticketId(9) } },
    });
  });

  test.for(['closed', 'merged', 'spam'] as const)('one that is %s cannot survive', (state) => {
    const into = ticketIn(state, { id: ticketId(9) });
    expect(merge(openTicket(), { into, by: ada, at: soon })).toEqual(
      refuse({ code: 'merge-target-unfit', state }),
    );
  });

  test('the opposite merge comes too late', () => {
    const first = merge(openTicket({ id: ticketId(1) }), { into: survivor, by: ben, at: soon });
    const gone = first.ok ? first.outcome.ticket : undefined;
    expect(gone?.status).toBe('merged');
    expect(gone && merge(survivor, { into: gone, by: lena, at: soon })).toEqual(
      refuse({ code: 'merge-target-unfit', state: 'merged' }),
    );
  });

  test('one that took another up goes nowhere, so that there are no chains', () => {
    const absorbed = [{ source: ticketId(3), participants: [], tags: [] }];
    expect(merge(openTicket({ absorbed }), { into: survivor, by: ben, at: soon })).toEqual(
      refuse({ code: 'merge-would-chain' }),
    );
    expect(merge(openTicket(), { into: { ...survivor, absorbed }, by: ben, at: soon })).toMatchObject({
      ok: true,
    });
  });

  test('none goes into itself', () => {
    expect(merge(openTicket(), { into: openTicket(), by: ben, at: soon })).toEqual(
      refuse({ code: 'merge-into-itself' }),
    );
  });

  test.for([
    { status: 'closed', no: { code: 'ticket-closed' } },
    { status: 'merged', no: { code: 'ticket-merged', survivorId: ticketId(9) } },
    { status: 'spam', no: { code: 'ticket-is-spam' } },
  ] as const)('one that is $status cannot be merged', ({ status, no }) => {
    expect(merge(ticketIn(status), { into: survivor, by: ada, at: soon })).toEqual(refuse(no));
  });

  test.for([
    { who: 'its requester', by: carla },
    { who: 'a participant', by: paul },
  ])('$who may not, whatever its status', ({ by }) => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:merge' });
    expect(merge(openTicket(), { into: survivor, by, at: soon })).toEqual(no);
    expect(merge(ticketIn('closed'), { into: survivor, by, at: soon })).toEqual(no);
  });

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: sam },
  ])('$who learns nothing of it', ({ by }) => {
    expect(merge(ticketIn('merged'), { into: survivor, by, at: soon })).toEqual(
      refuse({ code: 'not-found' }),
    );
  });

  test('an agent of one of the two queues only does not see the other ticket', () => {
    const elsewhere = openTicket({ id: ticketId(9), queue: shipping.id });
    expect(merge(openTicket(), { into: elsewhere, by: ben, at: soon })).toEqual(
      refuse({ code: 'not-found' }),
    );
    expect(merge(elsewhere, { into: openTicket(), by: ben, at: soon })).toEqual(
      refuse({ code: 'not-found' }),
    );
    expect(merge(openTicket(), { into: elsewhere, by: ada, at: soon })).toMatchObject({ ok: true });
  });

  test('and one they are only the customer of they may not merge into', () => {
    const own = openTicket({ id: ticketId(9), queue: shipping.id, requester: ben.id });
    expect(merge(openTicket(), { into: own, by: ben, at: soon })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:merge' }),
    );
  });
});

describe('undoing a merge', () => {
  test.for(mergeable)('gives back one that was $ticket.status as it was', ({ ticket, state }) => {
    const merged = mergedTicket({ before: state, survivor: survivor.id });
    expect(undoMerge(merged, { by: ben, at: soon })).toEqual(
      accept({ ticket, facts: [factBy(ben, soon, 'merge-undone', { survivor: survivor.id })] }),
    );
  });

  test('it can be to the last millisecond of seven days', () => {
    expect(undoMerge(mergedTicket({ mergedAt: noon }), { by: ben, at: later(days(7)) })).toMatchObject({
      outcome: { ticket: { status: 'open' } },
    });
  });

  test('but not a millisecond later, not even by the admin', () => {
    expect(undoMerge(mergedTicket({ mergedAt: noon }), { by: ada, at: later(days(7) + 1) })).toEqual(
      refuse({ code: 'merge-undo-over', mergedAt: noon, windowDays: 7 }),
    );
  });

  test.for(['new', 'open', 'pending', 'on-hold', 'solved', 'closed', 'spam'] as const)(
    'one that is %s was not merged',
    (status) => {
      expect(undoMerge(ticketIn(status), { by: ben, at: soon })).toEqual(refuse({ code: 'not-merged' }));
    },
  );

  test('customers may not, and strangers learn nothing of it', () => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:merge' });
    expect(undoMerge(mergedTicket(), { by: carla, at: soon })).toEqual(no);
    expect(undoMerge(openTicket(), { by: paul, at: soon })).toEqual(no);
    expect(undoMerge(openTicket(), { by: sam, at: soon })).toEqual(refuse({ code: 'not-found' }));
  });
});
