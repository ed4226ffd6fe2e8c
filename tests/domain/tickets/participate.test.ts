import { describe, expect, test } from 'vitest';
import { accept, refuse } from '#domain/shared/decision.ts';
import { UserId } from '#domain/shared/ids.ts';
import { addParticipant, mostParticipants, removeParticipant } from '#domain/tickets/participate.ts';
import { ben, carla, dora, paul } from '../../support/people.ts';
import { factBy, later, openTicket } from '../../support/tickets.ts';

const soon = later(1000);
const by = { by: ben, at: soon };

describe('Taking part in a ticket', () => {
  test('staff add somebody, who stands behind those who took part before', () => {
    const ticket = openTicket();
    expect(addParticipant(ticket, { ...by, participant: dora.id })).toEqual(
      accept({
        ticket: openTicket({ participants: [paul.id, dora.id] }),
        facts: [factBy(ben, soon, 'participant-added', { participant: dora.id })],
      }),
    );
  });

  test.each([
    ['whoever takes part already', paul],
    ['the requester', carla],
  ])('adding %s changes nothing', (_, { id }) => {
    const ticket = openTicket();
    expect(addParticipant(ticket, { ...by, participant: id })).toEqual(accept({ ticket, facts: [] }));
  });

  test('a hundred people take part at most', () => {
    const crowd = Array.from({ length: mostParticipants }, (_, count) =>
      UserId(`01957b3e-9c00-7b20-9a01-${String(count).padStart(12, '0')}`),
    );
    const full = openTicket({ participants: crowd });
    expect(addParticipant(full, { ...by, participant: dora.id })).toEqual(
      refuse({ code: 'too-many-participants', limit: 100 }),
    );
    const roomy = openTicket({ participants: crowd.slice(1) });
    expect(addParticipant(roomy, { ...by, participant: dora.id }).ok).toBe(true);
  });

  test.each([
    ['staff remove somebody', ben],
    ['a participant leaves', paul],
  ])('%s', (_, actor) => {
    expect(removeParticipant(openTicket(), { by: actor, at: soon, participant: paul.id })).toEqual(
      accept({
        ticket: openTicket({ participants: [] }),
        facts: [factBy(actor, soon, 'participant-removed', { participant: paul.id })],
      }),
    );
  });

  test('whoever takes no part cannot be removed', () => {
    expect(removeParticipant(openTicket(), { ...by, participant: dora.id })).toEqual(
      refuse({ code: 'not-found' }),
    );
  });

  test('customers remove nobody but themselves, and add nobody', () => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:triage' });
    const wanted = { by: carla, at: soon, participant: paul.id };
    expect(removeParticipant(openTicket(), wanted)).toEqual(no);
    expect(addParticipant(openTicket(), { ...wanted, participant: dora.id })).toEqual(no);
  });
});
