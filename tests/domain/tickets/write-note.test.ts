import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { accept, refuse } from '#domain/shared/decision.ts';
import { hours } from '#domain/shared/duration.ts';
import { writeNote } from '#domain/tickets/write-note.ts';
import { ada, ben, carla, dora, lena, paul, sam } from '../../support/people.ts';
import {
  closedTicket,
  factBy,
  later,
  mergedTicket,
  messageId,
  newTicket,
  openTicket,
  ticketId,
  ticketIn,
} from '../../support/tickets.ts';

const soon = later(hours(1));
const noted = (by: Actor) => ({ id: messageId(1), body: 'Careful: a lawyer.', by, at: soon });

describe('writing a note', () => {
  test('it is internal, and moves nothing: not the status, not since when the customer waits', () => {
    expect(writeNote(newTicket(), noted(ben))).toEqual(
      accept({
        ticket: newTicket(),
        facts: [
          factBy(ben, soon, 'note-written', {
            message: {
              id: messageId(1),
              kind: 'internal',
              author: ben.id,
              automatic: false,
              body: 'Careful: a lawyer.',
              at: soon,
            },
          }),
        ],
      }),
    );
  });

  test.for(['open', 'pending', 'on-hold', 'solved', 'spam'] as const)('%s takes one', (status) => {
    expect(writeNote(ticketIn(status), noted(ben))).toMatchObject({
      ok: true,
      outcome: { ticket: ticketIn(status) },
    });
  });

  test.for([lena, ada])('so may its lead and the admin', (by) => {
    expect(writeNote(openTicket(), noted(by))).toMatchObject({ ok: true });
  });

  test.for([
    { who: 'its requester', by: carla },
    { who: 'a participant', by: paul },
  ])('$who may not, whatever its status', ({ by }) => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:note' });
    expect(writeNote(openTicket(), noted(by))).toEqual(no);
    expect(writeNote(closedTicket(), noted(by))).toEqual(no);
    expect(writeNote(mergedTicket(), noted(by))).toEqual(no);
  });

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: sam },
  ])('$who learns nothing of it', ({ by }) => {
    expect(writeNote(closedTicket(), noted(by))).toEqual(refuse({ code: 'not-found' }));
  });

  test('a closed or merged ticket takes none', () => {
    expect(writeNote(closedTicket(), noted(ben))).toEqual(refuse({ code: 'ticket-closed' }));
    expect(writeNote(mergedTicket(), noted(ada))).toEqual(
      refuse({ code: 'ticket-merged', survivorId: ticketId(9) }),
    );
  });
});
