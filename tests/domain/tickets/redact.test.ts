import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { accept, refuse } from '#domain/shared/decision.ts';
import { hours } from '#domain/shared/duration.ts';
import { erasedText, redactedText } from '#domain/tickets/erased-text.ts';
import type { Message } from '#domain/tickets/message.ts';
import { redact, redactAtSource } from '#domain/tickets/redact.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { ada, ben, carla, dora, lena, nobody, paul, sam } from '../../support/people.ts';
import { everywhere, roleOf } from '../../support/roles.ts';
import {
  closedTicket,
  factBy,
  later,
  mergedTicket,
  messageId,
  noon,
  openTicket,
  ticketId,
  ticketIn,
} from '../../support/tickets.ts';

const at = later(hours(1));
const said = (facts: Partial<Message> = {}): Message => ({
  ...{ id: messageId(3), kind: 'public', author: carla.id, automatic: false },
  ...{ body: 'My password is hunter2', at: noon },
  ...facts,
});
const note = said({ kind: 'internal', author: ben.id });
const told = { messageId: messageId(3) };

describe('redacting a message', () => {
  test('says so to everybody on the ticket, and changes nothing else of it', () => {
    expect(redact(openTicket(), { by: lena, at, message: said() })).toEqual(
      accept({ ticket: openTicket(), facts: [factBy(lena, at, 'message-redacted', told)] }),
    );
  });

  test('of a note is told to staff alone', () => {
    expect(redact(openTicket(), { by: ada, at, message: note })).toEqual(
      accept({ ticket: openTicket(), facts: [factBy(ada, at, 'note-redacted', told)] }),
    );
  });

  test.for(statuses.filter((status) => status !== 'merged'))('can be done while it is %s', (status) => {
    expect(redact(ticketIn(status), { by: lena, at, message: said() })).toMatchObject({
      outcome: { ticket: ticketIn(status), facts: [{ type: 'message-redacted' }] },
    });
  });

  test('of a merged ticket is done at its survivor, which has the message', () => {
    expect(redact(mergedTicket(), { by: lena, at, message: said() })).toEqual(
      refuse({ code: 'ticket-merged', survivorId: ticketId(9) }),
    );
    const change = redactAtSource(mergedTicket(), { by: lena, at, message: said() });
    expect(change).toEqual({
      ticket: mergedTicket(),
      facts: [factBy(lena, at, 'message-redacted', told)],
    });
  });

  test.for([erasedText, redactedText])('whose text is gone already (%s) is no news', (body) => {
    const message = said({ body });
    const nothing = { ticket: closedTicket(), facts: [] };
    expect(redact(closedTicket(), { by: lena, at, message })).toEqual(accept(nothing));
    expect(redactAtSource(closedTicket(), { by: lena, at, message })).toEqual(nothing);
  });

  test.for([
    { who: 'its requester', by: carla },
    { who: 'a participant', by: paul },
    { who: 'an agent', by: ben },
  ])('is not for $who, who does not even learn whether there is such a message', ({ by }) => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:redact' });
    for (const message of [said(), note, undefined]) {
      expect(redact(openTicket(), { by, at, message })).toEqual(no);
    }
    expect(redact(mergedTicket(), { by, at, message: said() })).toEqual(no);
  });

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: sam },
  ])('tells $who nothing of the ticket', ({ by }) => {
    expect(redact(openTicket(), { by, at, message: said() })).toEqual(refuse({ code: 'not-found' }));
  });

  test('that is not there, or a note to whoever reads none, is not found', () => {
    const role = roleOf({ 'ticket:read': 'everywhere', 'ticket:redact': 'everywhere' });
    const censor: Actor = { ...nobody, grants: [everywhere(role)] };
    const missing = refuse({ code: 'not-found' });
    expect(redact(openTicket(), { by: lena, at, message: undefined })).toEqual(missing);
    expect(redact(openTicket(), { by: censor, at, message: note })).toEqual(missing);
    expect(redact(openTicket(), { by: censor, at, message: said() })).toMatchObject({ ok: true });
  });
});
