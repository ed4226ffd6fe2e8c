import type { Clock } from '#application/ports/clock.ts';
import type { IdSource } from '#application/ports/id-source.ts';
import type { TicketReader } from '#application/ports/ticket-reader.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import { assignTicket, claimTicket, releaseTicket, stealTicket } from '#application/tickets/hold-ticket.ts';
import { openTicket } from '#application/tickets/open-ticket.ts';
import { replyToTicket } from '#application/tickets/reply-to-ticket.ts';
import { reviseTicket } from '#application/tickets/revise-ticket.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { QueueId, TicketId, UserId } from '#domain/shared/ids.ts';
import type { MessageKind } from '#domain/tickets/message.ts';
import { outcomeOf } from '../../support/openings.ts';
import { billing } from '../../support/queues.ts';
import { subject } from '../../support/tickets.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly reader: TicketReader;
};

/** What people do with tickets by other ways than the live connection. */
export const ticketWork = (deps: Deps) => {
  const say = async (by: Actor, ticket: TicketId, body: string, kind: MessageKind): Promise<void> => {
    const said = { ticket: { id: ticket }, body, kind, channel: 'api', authorName: 'Somebody' } as const;
    outcomeOf(await replyToTicket(deps)(said, by));
  };
  return {
    /** A ticket of somebody's in billing, unless it is to be elsewhere. */
    async open(by: Actor, queue: QueueId = billing.id): Promise<TicketId> {
      const wanted = { subject: subject('Charged twice'), body: 'See.', queue, channel: 'api' } as const;
      return outcomeOf(await openTicket(deps)(wanted, by)).ticket.id;
    },
    reply: (by: Actor, ticket: TicketId, body: string) => say(by, ticket, body, 'public'),
    note: (by: Actor, ticket: TicketId, body: string) => say(by, ticket, body, 'internal'),
    claim: async (by: Actor, id: TicketId) => outcomeOf(await claimTicket(deps)({ ticket: { id } }, by)),
    release: async (by: Actor, id: TicketId) => outcomeOf(await releaseTicket(deps)({ ticket: { id } }, by)),
    steal: async (by: Actor, id: TicketId) => outcomeOf(await stealTicket(deps)({ ticket: { id } }, by)),
    assign: async (by: Actor, id: TicketId, to: UserId) =>
      outcomeOf(await assignTicket(deps)({ ticket: { id }, to }, by)),
    async move(by: Actor, id: TicketId, queueId: QueueId): Promise<void> {
      const nothing = { subject: undefined, priority: undefined, tags: undefined, status: undefined };
      const command = { ticket: { id }, ...nothing, waitUntil: undefined, queueId };
      outcomeOf(await reviseTicket(deps)(command, by));
    },
    /** The facts of a ticket there are, as staff count them and as customers do. */
    async versions(id: TicketId) {
      const stored = await deps.reader.find({ id });
      return { staff: stored?.version, customer: stored?.publicVersion };
    },
  };
};
