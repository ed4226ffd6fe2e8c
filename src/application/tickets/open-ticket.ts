import type { Actor } from '#domain/access/actor.ts';
import { mayInQueue } from '#domain/access/policy.ts';
import type { FieldChanges } from '#domain/fields/field-value.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import { customerGrant, type User } from '#domain/identity/user.ts';
import { defaultQueueName, type Queue } from '#domain/queues/queue.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import {
  type CategoryId,
  MessageId,
  type OrganisationId,
  type QueueId,
  TicketId,
  UserId,
} from '#domain/shared/ids.ts';
import { open } from '#domain/tickets/open.ts';
import type { Priority } from '#domain/tickets/priority.ts';
import type { Subject } from '#domain/tickets/subject.ts';
import type { Channel } from '#domain/tickets/ticket.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import { StaleWrite } from '../ports/ticket-store.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { AddressTaken } from '../ports/user-store.ts';
import type { ChangeRefusal } from './change-ticket.ts';
import { chosenCategory } from './chosen-category.ts';
import { handOut } from './hand-out.ts';
import { type TicketView, viewAs, viewFor } from './ticket-view.ts';

export type NewTicketCommand = {
  readonly subject: Subject;
  readonly body: string;
  readonly queue?: QueueId | undefined;
  readonly category?: CategoryId | undefined;
  readonly priority?: Priority | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly externalId?: string | undefined;
  readonly customFields?: FieldChanges | undefined;
  /** For whom staff raise it: somebody known, or an address that becomes a person by this. The actor without it. */
  readonly requester?: { readonly id: UserId } | { readonly email: EmailAddress } | undefined;
  readonly channel: Channel;
};

export type OpenTicket = (
  command: NewTicketCommand,
  actor: Actor,
) => Promise<Decision<TicketView, ChangeRefusal>>;

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: IdSource };

/** Raises a ticket, for oneself or, as staff, for somebody else. */
export const openTicket =
  (deps: Deps): OpenTicket =>
  (command, actor) =>
    deps.unitOfWork.run(async (tx) => {
      const category = await chosenCategory(tx, command.category);
      if (!category.ok) return category;
      const queue = await chosenQueue(tx, command.queue, category.outcome.queues);
      if (queue === undefined) return refuse({ code: 'unknown-queue' });
      if (queue.isArchived) return refuse({ code: 'queue-archived' });
      const requester = await chosenRequester(deps, tx, command, { actor, queue });
      if (requester === undefined) return refuse({ code: 'unknown-requester' });

      const decision = open({
        ...command,
        id: TicketId(deps.ids.next()),
        messageId: MessageId(deps.ids.next()),
        acknowledgementId: MessageId(deps.ids.next()),
        queue,
        requester: requester.id,
        organisation: requester.organisation,
        defaultPriority: category.outcome.priority,
        priority: command.priority,
        tags: command.tags,
        externalId: command.externalId,
        customFields: command.customFields,
        fields: await tx.customFields.recent(),
        by: actor,
        at: deps.clock.now(),
      });
      if (!decision.ok) return decision;
      if (await isTaken(tx, command.externalId)) return refuse({ code: 'external-id-taken' });
      if (requester.newcomer !== undefined) await addNewcomer(tx, requester.newcomer);
      const stored = await tx.tickets.add(await handOut(tx, undefined, decision.outcome));
      return accept(viewFor(actor, stored) ?? viewAs('customer', stored));
    });

/** Imported tickets have their names among the same ones. */
const isTaken = async (tx: Transaction, externalId: string | undefined): Promise<boolean> =>
  externalId !== undefined && (await tx.imports.known([externalId])).size > 0;

/** Of the queues that its category has for it, the first that takes tickets. */
const chosenQueue = async (
  tx: Transaction,
  wanted: QueueId | undefined,
  defaults: readonly QueueId[],
): Promise<Queue | undefined> => {
  if (wanted !== undefined) return tx.queues.find(wanted);
  for (const id of defaults) {
    const queue = await tx.queues.find(id);
    if (queue?.isArchived === false) return queue;
  }
  return tx.queues.named(defaultQueueName);
};

/** For whom a ticket is; `newcomer` is who becomes known by it. */
type Requester = {
  readonly id: UserId;
  readonly organisation?: OrganisationId | undefined;
  readonly newcomer?: User;
};

/** Whoever may not open tickets for others is refused by the domain, and learns of nobody whether they are known. */
const chosenRequester = async (
  deps: Deps,
  tx: Transaction,
  { requester }: NewTicketCommand,
  { actor, queue }: { readonly actor: Actor; readonly queue: Queue },
): Promise<Requester | undefined> => {
  if (requester === undefined) return { id: actor.id, organisation: actor.organisation };
  const mayForOthers = mayInQueue(actor, 'ticket:open-for-others', queue.id);
  if ('id' in requester) {
    const known = await tx.users.find(requester.id);
    if (known === undefined || known.status === 'erased') return mayForOthers ? undefined : requester;
    return { id: known.id, organisation: known.organisation };
  }
  const known = await tx.users.withEmail(requester.email);
  if (known !== undefined) return { id: known.id, organisation: known.organisation };
  const newcomer = newcomerAt(deps, requester.email);
  return { id: newcomer.id, newcomer };
};

/** Somebody known by address alone: they can prove it is theirs by registering. */
const newcomerAt = ({ ids, clock }: Deps, email: EmailAddress): User => ({
  id: UserId(ids.next()),
  email,
  firstName: '',
  lastName: '',
  status: 'unverified',
  grants: [customerGrant],
  createdAt: clock.now(),
});

const addNewcomer = async (tx: Transaction, user: User): Promise<void> => {
  try {
    await tx.users.add(user);
  } catch (error) {
    // somebody else made them known a moment ago: begun again, they are found
    throw error instanceof AddressTaken ? new StaleWrite('the requester is known already') : error;
  }
};
