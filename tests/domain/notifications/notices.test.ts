import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { noticesFor } from '#domain/notifications/notices.ts';
import type { Fact } from '#domain/tickets/facts.ts';
import type { Message } from '#domain/tickets/message.ts';
import { categoryWith } from '../../support/categories.ts';
import { ben, carla, lena, paul } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import {
  factBy,
  factByHexdesk,
  linkId,
  messageId,
  noon,
  openTicket,
  solvedTicket,
  ticketId,
} from '../../support/tickets.ts';

const held = openTicket({ assignee: ben.id });
const message = (by: Actor | undefined, kind: Message['kind'] = 'public'): Message => ({
  id: messageId(1),
  kind,
  author: by?.id,
  automatic: by === undefined,
  body: 'Hello.',
  at: noon,
});
const repliedBy = (by: Actor) =>
  factBy(by, noon, 'ticket-replied', { message: message(by), answers: by !== carla });

describe('telling people of a fact by mail', () => {
  test('an acknowledgement goes to the requester alone', () => {
    const fact = factByHexdesk(noon, 'ticket-acknowledged', { message: message(undefined) });
    expect(noticesFor(fact, held)).toEqual([{ to: carla.id, letter: 'ticket-acknowledged' }]);
  });

  test('an answer goes to the requester and the participants, not to who wrote it', () => {
    expect(noticesFor(repliedBy(ben), held)).toEqual([
      { to: carla.id, letter: 'ticket-replied' },
      { to: paul.id, letter: 'ticket-replied' },
    ]);
  });

  test("a customer's message goes to the others on the ticket and to whoever holds it", () => {
    expect(noticesFor(repliedBy(carla), held)).toEqual([
      { to: paul.id, letter: 'ticket-replied' },
      { to: ben.id, letter: 'ticket-replied' },
    ]);
    expect(noticesFor(repliedBy(carla), openTicket({ participants: [] }))).toEqual([]);
  });

  test('a note goes to whoever holds the ticket and to nobody else', () => {
    const note = factBy(lena, noon, 'note-written', { message: message(lena, 'internal') });
    expect(noticesFor(note, held)).toEqual([{ to: ben.id, letter: 'note-written' }]);
    expect(noticesFor(note, openTicket())).toEqual([]);
    expect(
      noticesFor(factBy(ben, noon, 'note-written', { message: message(ben, 'internal') }), held),
    ).toEqual([]);
  });

  test('who is handed a ticket hears of it, unless they handed it to themselves', () => {
    const toBen = { assignee: ben.id, before: undefined };
    expect(noticesFor(factBy(lena, noon, 'ticket-assigned', toBen), held)).toEqual([
      { to: ben.id, letter: 'ticket-assigned' },
    ]);
    expect(noticesFor(factBy(ben, noon, 'ticket-assigned', toBen), held)).toEqual([]);
  });

  test('that it is solved goes to the customers, not to one who solved it', () => {
    const solved = { from: 'open', assignee: ben.id } as const;
    expect(noticesFor(factBy(ben, noon, 'ticket-solved', solved), solvedTicket())).toEqual([
      { to: carla.id, letter: 'ticket-solved' },
      { to: paul.id, letter: 'ticket-solved' },
    ]);
    expect(noticesFor(factBy(carla, noon, 'ticket-solved', solved), solvedTicket())).toEqual([
      { to: paul.id, letter: 'ticket-solved' },
    ]);
  });

  test('nobody is told twice, be they on the ticket twice', () => {
    const twice = openTicket({ participants: [carla.id, ben.id], assignee: ben.id });
    expect(noticesFor(repliedBy(lena), twice)).toEqual([
      { to: carla.id, letter: 'ticket-replied' },
      { to: ben.id, letter: 'ticket-replied' },
    ]);
  });

  test.for([
    factBy(carla, noon, 'ticket-opened', {
      ...openTicket(),
      channel: 'api',
      message: message(carla),
    }),
    factBy(carla, noon, 'follow-up-opened', { original: ticketId(7) }),
    factBy(ben, noon, 'ticket-claimed', { assignee: ben.id }),
    factBy(lena, noon, 'ticket-released', { before: ben.id }),
    factBy(lena, noon, 'ticket-stolen', { assignee: lena.id, before: ben.id }),
    factBy(lena, noon, 'ticket-moved', { before: billing.id, after: shipping.id }),
    factBy(lena, noon, 'subject-changed', { before: 'Charged twice', after: 'Refund missing' }),
    factBy(lena, noon, 'priority-changed', { before: 'low', after: 'high' }),
    factBy(lena, noon, 'category-changed', { before: undefined, after: categoryWith(1).id }),
    factBy(lena, noon, 'tags-changed', { before: [], after: ['vip'] }),
    factBy(lena, noon, 'external-id-changed', { before: undefined, after: 'order-7' }),
    factBy(lena, noon, 'participant-added', { participant: paul.id }),
    factBy(lena, noon, 'participant-removed', { participant: paul.id }),
    factBy(lena, noon, 'ticket-linked', { link: linkId(1), kind: 'blocks', other: ticketId(2) }),
    factBy(lena, noon, 'ticket-unlinked', { link: linkId(1), kind: 'blocks', other: ticketId(2) }),
    factBy(lena, noon, 'ticket-opened-again', { from: 'pending' }),
    factBy(lena, noon, 'ticket-set-pending', { from: 'open', waitUntil: undefined }),
    factBy(lena, noon, 'ticket-put-on-hold', { from: 'open', waitUntil: undefined }),
    factBy(lena, noon, 'ticket-reopened', { from: 'solved' }),
    factBy(lena, noon, 'ticket-closed', { from: 'solved' }),
    factBy(lena, noon, 'ticket-marked-spam', { from: 'open' }),
    factBy(lena, noon, 'ticket-merged', { survivor: ticketId(9), before: { status: 'open' } }),
    factBy(lena, noon, 'merge-undone', { survivor: ticketId(9) }),
    factByHexdesk(noon, 'ticket-purged', {}),
    factByHexdesk(noon, 'ticket-imported', { externalId: 'OLD-1' }),
  ] satisfies readonly Fact[])('nobody is told of $type: it is in the history', (fact) => {
    expect(noticesFor(fact, held)).toEqual([]);
  });
});
