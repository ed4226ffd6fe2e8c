import type { Actor } from '#domain/access/actor.ts';
import { audienceFor } from '#domain/access/visibility.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { MessageId, TicketId } from '#domain/shared/ids.ts';
import { type Change, inOrder, type TicketDecision } from '#domain/tickets/change.ts';
import { type Fact, messageOf } from '#domain/tickets/facts.ts';
import { followUp } from '#domain/tickets/follow-up.ts';
import type { MessageKind } from '#domain/tickets/message.ts';
import { opensFollowUp, reply } from '#domain/tickets/reply.ts';
import { setStatus } from '#domain/tickets/set-status.ts';
import type { Channel } from '#domain/tickets/ticket.ts';
import type { Status } from '#domain/tickets/transitions.ts';
import { writeNote } from '#domain/tickets/write-note.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { StoredTicket } from '../ports/stored-ticket.ts';
import type { MessageRecord } from '../ports/ticket-thread.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { type ChangeRefusal, type OnTicket, queueOf } from './change-ticket.ts';
import { type TicketView, viewAs } from './ticket-view.ts';

export type ReplyCommand = OnTicket & {
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

/** Adds a message or a note to a ticket; a customer's message to a closed one goes into a linked follow-up. */
export const replyToTicket =
  (deps: { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: IdSource }): ReplyToTicket =>
  (command, actor) =>
    deps.unitOfWork.run(async (tx) => {
      const found = await tx.tickets.find(command.ticket);
      const audience = found && audienceFor(actor, found.ticket);
      if (found === undefined || audience === undefined) return refuse({ code: 'not-found' });

      const doing = { by: actor, at: deps.clock.now(), queue: await queueOf(tx, found.ticket) };
      const messageId = MessageId(deps.ids.next());
      if (command.kind === 'public' && opensFollowUp(found.ticket, doing)) {
        const id = TicketId(deps.ids.next());
        const decision = followUp(found.ticket, { ...doing, ...command, id, messageId });
        return decision.ok ? accept(await storeFollowUp(tx, decision.outcome, command)) : decision;
      }
      const decision = written(found, { ...doing, ...command, id: messageId });
      if (!decision.ok && decision.refusal.code === 'not-permitted') return decision;
      const { version } = viewAs(audience, found);
      if (command.ifMatch !== undefined && !command.ifMatch.includes(version)) {
        return refuse({ code: 'version-mismatch', version });
      }
      if (!decision.ok) return decision;
      const stored = await tx.tickets.save(found, decision.outcome);
      const view = viewAs(audience, stored);
      const seq = (audience === 'staff' ? found.version : found.publicVersion) + 1;
      return accept({
        message: recordOf(decision.outcome.facts[0], view, seq, command),
        view,
        followUp: false,
      });
    });

type Writing = Parameters<typeof reply>[1] & ReplyCommand;

const written = ({ ticket }: StoredTicket, { status, ...wanted }: Writing): TicketDecision =>
  inOrder(ticket, [
    (so) => (wanted.kind === 'internal' ? writeNote(so, wanted) : reply(so, wanted)),
    ...(status === undefined
      ? []
      : [
          (so: typeof ticket) =>
            so.status === status && so.status !== ticket.status
              ? accept({ ticket: so, facts: [] })
              : setStatus(so, { ...wanted, to: status, waitUntil: undefined }),
        ]),
  ]);

const storeFollowUp = async (tx: Transaction, change: Change, command: ReplyCommand): Promise<Replied> => {
  const view = viewAs('customer', await tx.tickets.add(change));
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
