import type { Queue } from '../queues/queue.ts';
import { accept, refuse } from '../shared/decision.ts';
import type { MessageId, OrganisationId, TicketId } from '../shared/ids.ts';
import { type Acknowledgement, acknowledge } from './acknowledge.ts';
import { changed, type Doing, forbidden, type TicketDecision } from './change.ts';
import { causedBy } from './facts.ts';
import { valuesTold } from './fill-in.ts';
import { born } from './fold.ts';
import { opensFollowUp } from './reply.ts';
import type { Channel, Ticket } from './ticket.ts';

type FollowUp = Doing &
  Acknowledgement & {
    readonly id: TicketId;
    readonly messageId: MessageId;
    readonly body: string;
    readonly channel: Channel;
    /** Takes it in place of the queue of the closed one; `undefined` where that takes it. */
    readonly into?: Queue | undefined;
    /** The organisation that its requester is a member of by now. */
    readonly organisation?: OrganisationId | undefined;
  };

/** Takes a closed ticket up in a new, linked one with the customer's message. The closed one never changes. */
export const followUp = (original: Ticket, wanted: FollowUp): TicketDecision => {
  const no = forbidden(wanted.by, 'ticket:reply', original);
  if (no) return refuse(no);
  if (!opensFollowUp(original, wanted)) return refuse({ code: 'ticket-closed' });
  const { id, messageId, body, by, at } = wanted;
  const message = { id: messageId, kind: 'public', author: by.id, automatic: false, body, at } as const;
  const opened = {
    type: 'ticket-opened',
    at,
    by: causedBy(by),
    data: {
      subject: original.subject,
      requester: original.requester,
      organisation: wanted.organisation,
      participants: original.participants,
      queue: wanted.into?.id ?? original.queue,
      category: original.category,
      priority: original.openedIn.priority,
      tags: original.tags,
      ...valuesTold(original),
      channel: wanted.channel,
      message,
    },
  } as const;
  const linked = changed(born(id, opened), wanted, {
    type: 'follow-up-opened',
    data: { original: original.id },
  });
  const acknowledged = acknowledge(linked.ticket, { ...wanted, queue: wanted.into ?? wanted.queue });
  return accept({ ticket: acknowledged.ticket, facts: [opened, ...linked.facts, ...acknowledged.facts] });
};
