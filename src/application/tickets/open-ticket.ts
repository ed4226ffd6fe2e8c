import type { Actor } from '#domain/access/actor.ts';
import { mayInQueue } from '#domain/access/policy.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import { customerGrant } from '#domain/identity/user.ts';
import { defaultQueueName, type Queue } from '#domain/queues/queue.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { MessageId, type QueueId, TicketId, UserId } from '#domain/shared/ids.ts';
import { open } from '#domain/tickets/open.ts';
import type { Priority } from '#domain/tickets/priority.ts';
import type { Subject } from '#domain/tickets/subject.ts';
import type { Channel } from '#domain/tickets/ticket.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import type { ChangeRefusal } from './change-ticket.ts';
import { type TicketView, viewAs, viewFor } from './ticket-view.ts';

export type NewTicketCommand = {
  readonly subject: Subject;
  readonly body: string;
  readonly queue?: QueueId | undefined;
  readonly priority?: Priority | undefined;
  readonly tags?: readonly string[] | undefined;
  /** For whom staff raise it: somebody known, or an address that becomes a person by this. The actor without it. */
  readonly requester?: { readonly id: UserId } | { readonly email: EmailAddress } | undefined;
  readonly channel: Channel;
};

export type OpenTicket = (
  command: NewTicketCommand,
  actor: Actor,
) => Promise<Decision<TicketView, ChangeRefusal>>;

/** Raises a ticket, for oneself or, as staff, for somebody else. */
export const openTicket =
  (deps: { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: IdSource }): OpenTicket =>
  (command, actor) =>
    deps.unitOfWork.run(async (tx) => {
      const queue = await chosenQueue(tx, command.queue);
      if (queue === undefined) return refuse({ code: 'unknown-queue' });
      const at = deps.clock.now();
      const requester = await chosenRequester(tx, command, actor, {
        queue,
        at,
        id: () => UserId(deps.ids.next()),
      });
      if (requester === undefined) return refuse({ code: 'unknown-requester' });

      const decision = open({
        ...command,
        id: TicketId(deps.ids.next()),
        messageId: MessageId(deps.ids.next()),
        acknowledgementId: MessageId(deps.ids.next()),
        queue,
        requester,
        priority: command.priority,
        tags: command.tags && [...new Set(command.tags)],
        by: actor,
        at,
      });
      if (!decision.ok) return decision;
      const stored = await tx.tickets.add(decision.outcome);
      return accept(viewFor(actor, stored) ?? viewAs('customer', stored));
    });

const chosenQueue = (tx: Transaction, id: QueueId | undefined): Promise<Queue | undefined> =>
  id === undefined ? tx.queues.named(defaultQueueName) : tx.queues.find(id);

type Making = { readonly queue: Queue; readonly at: Date; readonly id: () => UserId };

/** Whoever may not open tickets for others is refused by the domain; only then nobody is looked up or made. */
const chosenRequester = async (
  tx: Transaction,
  { requester }: NewTicketCommand,
  actor: Actor,
  making: Making,
): Promise<UserId | undefined> => {
  if (requester === undefined) return actor.id;
  const mayForOthers = mayInQueue(actor, 'ticket:open-for-others', making.queue.id);
  if ('id' in requester) {
    return mayForOthers ? (await tx.users.find(requester.id))?.id : requester.id;
  }
  if (!mayForOthers) return making.id();
  return (await tx.users.withEmail(requester.email))?.id ?? newcomer(tx, requester.email, making);
};

/** Somebody known by address alone: they can prove it is theirs by registering. */
const newcomer = async (tx: Transaction, email: EmailAddress, { at, id }: Making): Promise<UserId> => {
  const user = {
    id: id(),
    email,
    firstName: '',
    lastName: '',
    status: 'unverified',
    grants: [customerGrant],
    createdAt: at,
  } as const;
  await tx.users.add(user);
  return user.id;
};
