import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { accept, refuse } from '#domain/shared/decision.ts';
import { type Link, link, mostLinks, unlink } from '#domain/tickets/link.ts';
import { fromOtherSide, linkKinds, type SaidKind } from '#domain/tickets/link-kinds.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Status } from '#domain/tickets/transitions.ts';
import { ada, ben, carla, sam } from '../../support/people.ts';
import { shipping } from '../../support/queues.ts';
import {
  closedTicket,
  factBy,
  later,
  linkId,
  openTicket,
  ticketId,
  ticketIn,
} from '../../support/tickets.ts';

const soon = later(1000);
const ticket = openTicket();
const other = openTicket({ id: ticketId(2) });

type Facts = {
  readonly by?: Actor;
  readonly kind?: SaidKind;
  readonly ticket?: Ticket;
  readonly links?: readonly Link[];
  readonly other?: Ticket;
  readonly itsLinks?: readonly Link[];
};

const linked = (facts: Facts = {}) =>
  link(
    { ticket: facts.ticket ?? ticket, links: facts.links ?? [] },
    {
      by: facts.by ?? ben,
      at: soon,
      id: linkId(1),
      kind: facts.kind ?? 'blocks',
      other: { ticket: facts.other ?? other, links: facts.itsLinks ?? [] },
    },
  );

const full = Array.from({ length: mostLinks }, (_, count) => ({
  id: linkId(count + 100),
  kind: 'related' as const,
  other: ticketId(count + 100),
}));

describe('Linking two tickets', () => {
  test.each([
    ['blocks', 'blocked-by'],
    ['duplicate-of', 'duplicated-by'],
    ['follow-up-of', 'followed-up-by'],
    ['related', 'related'],
  ] as const)('what %s is from one side is %s from the other, and both tell', (kind, inverse) => {
    expect(linked({ kind })).toEqual(
      accept({
        ticket: {
          ticket,
          facts: [factBy(ben, soon, 'ticket-linked', { link: linkId(1), kind, other: other.id })],
        },
        other: {
          ticket: other,
          facts: [factBy(ben, soon, 'ticket-linked', { link: linkId(1), kind: inverse, other: ticket.id })],
        },
      }),
    );
  });

  test('the other side of the other side is this one', () => {
    for (const kind of linkKinds) expect(fromOtherSide(fromOtherSide(kind))).toBe(kind);
  });

  test('takes the right to triage both', () => {
    const elsewhere = openTicket({ id: ticketId(2), queue: shipping.id });
    const no = refuse({ code: 'not-permitted', permission: 'ticket:triage' });
    expect(linked({ by: carla })).toEqual(no);
    expect(linked({ by: ben, other: elsewhere })).toEqual(refuse({ code: 'not-found' }));
    expect(linked({ by: sam, other: elsewhere })).toEqual(refuse({ code: 'not-found' }));
    expect(linked({ by: ben, other: { ...elsewhere, requester: ben.id } })).toEqual(no);
    expect(linked({ by: ada, other: elsewhere }).ok).toBe(true);
  });

  test('none is linked to itself', () => {
    expect(linked({ other: ticket })).toEqual(refuse({ code: 'link-to-itself' }));
  });

  test.each([
    ['in the same way', 'blocks'],
    ['the other way round', 'blocked-by'],
  ] as const)('two that are linked %s already are not linked once more', (_, kind) => {
    const links = [{ id: linkId(9), kind, other: other.id }];
    expect(linked({ links })).toEqual(refuse({ code: 'already-linked' }));
    expect(linked({ links, kind: 'related' }).ok).toBe(true);
  });

  test('what is a follow-up by itself is not said to be one', () => {
    const followUp = openTicket({ id: ticketId(2), followUpOf: ticket.id });
    const no = refuse({ code: 'already-linked' });
    expect(linked({ other: followUp, kind: 'follow-up-of' })).toEqual(no);
    expect(linked({ ticket: followUp, other: ticket, kind: 'follow-up-of' })).toEqual(no);
    expect(linked({ other: followUp, kind: 'related' }).ok).toBe(true);
  });

  test('either has a hundred links at most', () => {
    const no = refuse({ code: 'too-many-links', limit: 100 });
    expect(linked({ links: full })).toEqual(no);
    expect(linked({ itsLinks: full })).toEqual(no);
    expect(linked({ links: full.slice(1), itsLinks: full.slice(1) }).ok).toBe(true);
  });

  test.each([
    ['merged', { code: 'ticket-merged', survivorId: ticketId(9) }],
    ['spam', { code: 'ticket-is-spam' }],
  ] as const)('one that is %s is linked from neither side', (status, refusal) => {
    expect(linked({ ticket: ticketIn(status) })).toEqual(refuse(refusal));
    expect(linked({ other: ticketIn(status, { id: ticketId(2) }) })).toEqual(
      refuse({ code: 'link-target-unfit', state: status }),
    );
  });

  test.each(['new', 'pending', 'on-hold', 'solved', 'closed'] as const satisfies readonly Status[])(
    'one that is %s stays as it is',
    (status) => {
      const so = ticketIn(status);
      expect(linked({ ticket: so })).toMatchObject({ outcome: { ticket: { ticket: so } } });
      const itself = ticketIn(status, { id: ticketId(2) });
      expect(linked({ other: itself })).toMatchObject({ outcome: { other: { ticket: itself } } });
    },
  );
});

describe('Taking a link back', () => {
  const known: Link = { id: linkId(1), kind: 'duplicate-of', other: other.id };

  test.each(['open', 'closed', 'merged', 'spam'] as const)('both tell, also of one that is %s', (status) => {
    const itself = ticketIn(status, { id: other.id });
    expect(unlink(ticket, { by: ben, at: soon, link: known, other: itself })).toEqual(
      accept({
        ticket: {
          ticket,
          facts: [
            factBy(ben, soon, 'ticket-unlinked', { link: linkId(1), kind: 'duplicate-of', other: other.id }),
          ],
        },
        other: {
          ticket: itself,
          facts: [
            factBy(ben, soon, 'ticket-unlinked', {
              link: linkId(1),
              kind: 'duplicated-by',
              other: ticket.id,
            }),
          ],
        },
      }),
    );
  });

  test('takes the right to triage both', () => {
    const elsewhere = closedTicket({ id: other.id, queue: shipping.id });
    const by = { at: soon, link: known };
    expect(unlink(ticket, { ...by, by: ben, other: elsewhere }).ok).toBe(false);
    expect(unlink(ticket, { ...by, by: carla, other })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:triage' }),
    );
    expect(unlink(ticket, { ...by, by: ada, other: elsewhere }).ok).toBe(true);
  });
});
