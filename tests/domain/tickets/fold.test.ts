import { describe, expect, test } from 'vitest';
import { hours } from '#domain/shared/duration.ts';
import { type Fact, factTypes, mayLearn, messageOf } from '#domain/tickets/facts.ts';
import { fold } from '#domain/tickets/fold.ts';
import type { Message } from '#domain/tickets/message.ts';
import { ben, carla, lena } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
import { awaitingParts } from '../../support/status-labels.ts';
import {
  factBy,
  factByHexdesk,
  later,
  messageId,
  newTicket,
  noon,
  onHoldTicket,
  ticketId,
} from '../../support/tickets.ts';

const said = (count: number, facts: Partial<Message> = {}): Message => ({
  id: messageId(count),
  kind: 'public',
  author: carla.id,
  automatic: false,
  body: 'Hello.',
  at: noon,
  ...facts,
});
const opened = factBy(carla, noon, 'ticket-opened', {
  subject: 'Charged twice',
  requester: carla.id,
  participants: [],
  queue: billing.id,
  priority: 'normal',
  tags: [],
  channel: 'api',
  message: said(1),
});

describe('folding the history of a ticket', () => {
  test('gives the ticket as it now is', () => {
    const soon = later(hours(1));
    const history = [
      opened,
      factBy(lena, soon, 'ticket-assigned', { assignee: ben.id, before: undefined }),
      factBy(ben, soon, 'ticket-put-on-hold', { from: 'new', waitUntil: later(hours(9)) }),
      factBy(carla, soon, 'ticket-replied', { message: said(2), answers: false }),
    ];
    expect(fold(ticketId(1), history)).toEqual(
      onHoldTicket({
        participants: [],
        assignee: ben.id,
        waitUntil: later(hours(9)),
        customerWaiting: true,
      }),
    );
  });

  test('an automatic message changes nothing, whatever it says of itself', () => {
    const automatic = said(2, { automatic: true, author: undefined });
    const history = [
      opened,
      factByHexdesk(later(1), 'ticket-replied', { message: automatic, answers: true }),
    ];
    expect(fold(ticketId(1), history)).toEqual(newTicket({ participants: [] }));
  });

  test('whoever raised it is erased with what custom fields said of them', () => {
    const history = [
      factBy(carla, noon, 'ticket-opened', { ...opened.data, fields: { product: 'app' } }),
      factBy(ben, later(1), 'staff-fields-changed', { before: { cost: null }, after: { cost: 20 } }),
      factBy(ben, later(2), 'fields-changed', { before: { hint: null }, after: { hint: 'Pays late' } }),
    ];
    expect(fold(ticketId(1), history)).toMatchObject({
      ...{ fields: { product: 'app', hint: 'Pays late' }, staffFields: { cost: 20 } },
    });
    const erased = factByHexdesk(later(3), 'person-erased', { person: carla.id, texts: 'own' });
    const values = (facts: readonly Fact[]) => {
      const { fields, staffFields } = fold(ticketId(1), facts) ?? {};
      return { fields, staffFields };
    };
    expect(values([...history, erased])).toEqual({ fields: {}, staffFields: {} });
    const expired = factByHexdesk(later(3), 'texts-expired', {});
    expect(values([...history, expired])).toEqual({ fields: {}, staffFields: {} });
  });

  test('a label goes when the status moves, and stays while it does not', () => {
    const labelled = [
      opened,
      factBy(ben, later(1), 'ticket-put-on-hold', { from: 'new', waitUntil: undefined }),
      factBy(ben, later(2), 'status-label-changed', { before: undefined, after: awaitingParts.id }),
      factBy(ben, later(3), 'ticket-put-on-hold', { from: 'on-hold', waitUntil: later(9) }),
      factBy(ben, later(4), 'ticket-claimed', { assignee: ben.id }),
    ];
    expect(fold(ticketId(1), labelled)).toMatchObject({ statusLabel: awaitingParts.id });
    const opens = factBy(ben, later(5), 'ticket-opened-again', { from: 'on-hold' });
    expect(fold(ticketId(1), [...labelled, opens])).toMatchObject({ statusLabel: undefined });
    const merged = factBy(ben, later(5), 'ticket-merged', {
      survivor: ticketId(2),
      before: { status: 'on-hold', waitUntil: undefined, customerWaiting: false },
    });
    const undone = factBy(ben, later(6), 'merge-undone', { survivor: ticketId(2) });
    expect(fold(ticketId(1), [...labelled, merged, undone])).toMatchObject({ statusLabel: undefined });
  });

  test('a history that does not begin with the opening is none', () => {
    expect(fold(ticketId(1), [])).toBeUndefined();
    expect(
      fold(ticketId(1), [factBy(ben, noon, 'ticket-claimed', { assignee: ben.id }), opened]),
    ).toBeUndefined();
  });
});

describe('telling whom a fact is for', () => {
  test('customers learn of these, and of nothing else', () => {
    expect(factTypes.filter((type) => mayLearn('customer', type))).toEqual([
      'ticket-opened',
      'follow-up-opened',
      'ticket-acknowledged',
      'ticket-replied',
      'message-redacted',
      'subject-changed',
      'category-changed',
      'fields-changed',
      'status-label-changed',
      'participant-added',
      'participant-removed',
      'ticket-opened-again',
      'ticket-set-pending',
      'ticket-put-on-hold',
      'ticket-solved',
      'ticket-reopened',
      'ticket-closed',
      'ticket-marked-spam',
      'ticket-merged',
      'merge-undone',
      'ticket-absorbed',
      'message-taken-over',
      'absorption-undone',
      'person-erased',
      'texts-expired',
      'ticket-purged',
    ]);
  });

  test('staff learn of these too, which are all others', () => {
    expect(factTypes.filter((type) => mayLearn('staff', type) && !mayLearn('customer', type))).toEqual([
      'note-written',
      'note-redacted',
      'ticket-claimed',
      'ticket-assigned',
      'ticket-released',
      'ticket-stolen',
      'ticket-moved',
      'priority-changed',
      'tags-changed',
      'staff-fields-changed',
      'external-id-changed',
      'ticket-linked',
      'ticket-unlinked',
      'note-taken-over',
      'notes-erased',
      'ticket-imported',
    ]);
    expect(factTypes.filter((type) => !mayLearn('staff', type))).toEqual([]);
  });
});

describe('finding the message of a fact', () => {
  test('those that brought one have it, the others have none', () => {
    expect(messageOf(opened)).toEqual(said(1));
    expect(messageOf(factBy(ben, noon, 'note-written', { message: said(2) }))).toEqual(said(2));
    expect(messageOf(factBy(ben, noon, 'ticket-claimed', { assignee: ben.id }))).toBeUndefined();
  });
});
