import type { Actor } from '#domain/access/actor.ts';
import { defaultQueueName, type Queue } from '#domain/queues/queue.ts';
import { accept, type Decision } from '#domain/shared/decision.ts';
import { MessageId, TicketId } from '#domain/shared/ids.ts';
import type { Change, Doing, TicketDecision } from '#domain/tickets/change.ts';
import { type Fact, messageOf } from '#domain/tickets/facts.ts';
import { followUp } from '#domain/tickets/follow-up.ts';
import type { MessageKind } from '#domain/tickets/message.ts';
import { opensFollowUp, reply } from '#domain/tickets/reply.ts';
import { setStatus } from '#domain/tickets/set-status.ts';
import type { Channel, Ticket } from '#domain/tickets/ticket.ts';
import type { Status } from '#domain/tickets/transitions.ts';
import { writeNote } from '#domain/tickets/write-note.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { MessageRecord } from '../ports/ticket-thread.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { asSeen, type ChangeRefusal, type Found, type OnTicket, onTicket } from './change-ticket.ts';
import { unlessIncomplete } from './complete-when-solved.ts';
import { handOut } from './hand-out.ts';
import { type TicketView, viewAs } from './ticket-view.ts';
import { type Seen, unlessUnseen } from './unseen-guard.ts';

export type ReplyCommand = OnTicket &
  Seen & {
    readonly kind: MessageKind;
    readonly body: string;
    /** A status to ask for in the same step; one the reply already brings about is no second move. */
    readonly status?: Status | undefined;
    readonly channel: Channel;
    /** How the author is called, for the answer. */
    readonly authorName: string;
  };

/** The message as stored, and the ticket it is in: a new one when the old was closed. */
export type Replied = {
  readonly message: MessageRecord;
  readonly view: TicketView;
  readonly followUp: boolean;
};

export type ReplyToTicket = (
  command: ReplyCommand,
  actor: Actor,
) => Promise<Decision<Replied, ChangeRefusal>>;

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: IdSource };

/** Adds a message or a note to a ticket; a customer's message to a closed one goes into a linked follow-up. */
export const replyToTicket =
  (deps: Deps): ReplyToTicket =>
  (command, actor) =>
    onTicket(deps.unitOfWork, command, actor, async (found) => {
      const doing = { by: actor, at: deps.clock.now(), queue: found.queue };
      const messageId = MessageId(deps.ids.next());
      if (command.kind === 'public' && opensFollowUp(found.ticket, doing)) {
        const id = TicketId(deps.ids.next());
        const into = await takingFollowUps(found);
        const opened = followUp(found.ticket, {
          ...doing,
          ...command,
          id,
          messageId,
          into,
          organisation: (await found.tx.users.find(found.ticket.requester))?.organisation,
          acknowledgementId: MessageId(deps.ids.next()),
        });
        const asked = thenAsked(found.ticket, opened, { ...doing, ...command });
        const complete = await unlessIncomplete({ tx: found.tx, ticket: { queue: into.id } }, actor, asked);
        const decision = asSeen(found, command, await unlessUnseen(found, command, complete));
        return decision.ok ? accept(await storeFollowUp(found, decision.outcome, command)) : decision;
      }
      const wanted = { ...doing, ...command, id: messageId };
      const said =
        command.kind === 'internal' ? writeNote(found.ticket, wanted) : reply(found.ticket, wanted);
      const asked = thenAsked(found.ticket, said, wanted);
      const complete = await unlessIncomplete(found, actor, asked);
      const decision = asSeen(found, command, await unlessUnseen(found, command, complete));
      return decision.ok ? accept(await store(found, decision.outcome, command)) : decision;
    });

/** The queue that takes what follows a ticket up: its own, as long as that takes tickets. */
const takingFollowUps = async ({ queue, tx }: Found): Promise<Queue> =>
  queue.isArchived ? ((await tx.queues.named(defaultQueueName)) ?? queue) : queue;

/** What was said, with the status asked for beside it; one that saying it brought about is no second move. */
const thenAsked = (
  before: Ticket,
  said: TicketDecision,
  { status, ...doing }: Doing & Pick<ReplyCommand, 'status'> & { readonly queue: Queue },
): TicketDecision => {
  if (!said.ok || status === undefined) return said;
  const { ticket, facts } = said.outcome;
  if (ticket.status === status && ticket.status !== before.status) return said;
  const moved = setStatus(ticket, { ...doing, to: status, waitUntil: undefined });
  return moved.ok
    ? accept({ ticket: moved.outcome.ticket, facts: [...facts, ...moved.outcome.facts] })
    : moved;
};

const store = async (found: Found, said: Change, command: ReplyCommand): Promise<Replied> => {
  const { tx, stored, audience } = found;
  const change = await handOut(tx, stored.ticket, said);
  const view = viewAs(audience, await tx.tickets.save(stored, change));
  const seq = viewAs(audience, stored).version + 1;
  return { message: recordOf(change.facts[0], view, seq, command), view, followUp: false };
};

const storeFollowUp = async ({ tx }: Found, change: Change, command: ReplyCommand): Promise<Replied> => {
  const view = viewAs('customer', await tx.tickets.add(await handOut(tx, undefined, change)));
  return { message: recordOf(change.facts[0], view, 1, command), view, followUp: true };
};

const recordOf = (
  fact: Fact | undefined,
  { ticket }: TicketView,
  seq: number,
  { authorName }: ReplyCommand,
): MessageRecord => {
  const message = fact && messageOf(fact);
  if (message === undefined) throw new Error('a reply has no message');
  const { id, kind, author = null, automatic, body, at } = message;
  return { id, ticketId: ticket.id, seq, kind, authorId: author, authorName, automatic, body, createdAt: at };
};
