import { accept, type Decision, refuse } from '../shared/decision.ts';
import type { LinkId, TicketId } from '../shared/ids.ts';
import { type ChangeOfBoth, changed, type Doing, forbidden, settled } from './change.ts';
import { fromOtherSide, type LinkKind, type SaidKind } from './link-kinds.ts';
import type { TicketRefusal } from './refusal.ts';
import type { Ticket } from './ticket.ts';

/** Most links that staff give one ticket. */
export const mostLinks = 100;

/** How a ticket stands to another, as staff have said on either of them. */
export type Link = { readonly id: LinkId; readonly kind: LinkKind; readonly other: TicketId };

/** A ticket with the links that staff gave it. */
export type LinkedTicket = { readonly ticket: Ticket; readonly links: readonly Link[] };

type DecisionOfBoth = Decision<ChangeOfBoth, TicketRefusal>;

type Linking = Doing & { readonly id: LinkId; readonly kind: SaidKind; readonly other: LinkedTicket };

/** Links a ticket to another, so that each tells how it stands to the other. Two tickets are linked once in each way. */
export const link = ({ ticket, links }: LinkedTicket, wanted: Linking): DecisionOfBoth => {
  const { id, kind, other } = wanted;
  const no = forbiddenToLink(wanted, ticket, other.ticket) ?? unfit(ticket, other.ticket);
  if (no) return refuse(no);
  if (isKnown(ticket, links, wanted)) return refuse({ code: 'already-linked' });
  if (Math.max(links.length, other.links.length) >= mostLinks)
    return refuse({ code: 'too-many-links', limit: mostLinks });
  return accept(onBoth('ticket-linked', ticket, { id, kind, other: other.ticket }, wanted));
};

/** Takes a link back, from both sides. */
export const unlink = (
  ticket: Ticket,
  wanted: Doing & { readonly link: Link; readonly other: Ticket },
): DecisionOfBoth => {
  const { link, other } = wanted;
  const no = forbiddenToLink(wanted, ticket, other);
  return no ? refuse(no) : accept(onBoth('ticket-unlinked', ticket, { ...link, other }, wanted));
};

const forbiddenToLink = ({ by }: Doing, ticket: Ticket, other: Ticket): TicketRefusal | undefined =>
  forbidden(by, 'ticket:triage', ticket) ?? forbidden(by, 'ticket:triage', other);

/** A closed ticket may be linked like any other: nothing of its own changes. */
const unfit = (ticket: Ticket, other: Ticket): TicketRefusal | undefined => {
  if (ticket.status === 'merged') return settled(ticket);
  if (ticket.status === 'spam') return { code: 'ticket-is-spam' };
  if (other.id === ticket.id) return { code: 'link-to-itself' };
  const isUnfit = other.status === 'merged' || other.status === 'spam';
  return isUnfit ? { code: 'link-target-unfit', state: other.status } : undefined;
};

const isKnown = (ticket: Ticket, links: readonly Link[], { kind, other: { ticket: other } }: Linking) =>
  links.some((one) => one.other === other.id && [kind, fromOtherSide(kind)].includes(one.kind)) ||
  (kind === 'follow-up-of' && (ticket.followUpOf === other.id || other.followUpOf === ticket.id));

const onBoth = (
  type: 'ticket-linked' | 'ticket-unlinked',
  ticket: Ticket,
  { id, kind, other }: { readonly id: LinkId; readonly kind: LinkKind; readonly other: Ticket },
  doing: Doing,
): ChangeOfBoth => ({
  ticket: changed(ticket, doing, { type, data: { link: id, kind, other: other.id } }),
  other: changed(other, doing, { type, data: { link: id, kind: fromOtherSide(kind), other: ticket.id } }),
});
