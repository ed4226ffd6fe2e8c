import type { Actor } from '#domain/access/actor.ts';
import { mayInQueue } from '#domain/access/policy.ts';
import { refuse } from '#domain/shared/decision.ts';
import type { QueueId, StatusLabelId } from '#domain/shared/ids.ts';
import type { WantedLabel } from '#domain/tickets/label-status.ts';
import { type Revision, revise } from '#domain/tickets/revise.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Clock } from '../ports/clock.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { changeTicket, type OnTicket, type TicketChanged } from './change-ticket.ts';
import { unfitCategory } from './chosen-category.ts';

export type ReviseCommand = OnTicket &
  Omit<Revision, 'moveTo' | 'statusLabel'> & {
    readonly queueId: QueueId | undefined;
    /** `null` takes it away. */
    readonly statusLabelId?: StatusLabelId | null | undefined;
  };

export type ReviseTicket = (command: ReviseCommand, actor: Actor) => Promise<TicketChanged>;

/** Changes several things about a ticket in one step. */
export const reviseTicket =
  (deps: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): ReviseTicket =>
  ({ queueId, statusLabelId, ...command }, actor) =>
    changeTicket(deps.unitOfWork, command, actor, async ({ ticket, queue, tx }) => {
      const moveTo =
        queueId === undefined
          ? undefined
          : { queue: queueId, assigneeStays: await mayWorkIn(tx, ticket, queueId) };
      const fields = command.customFields === undefined ? [] : await tx.customFields.recent();
      const statusLabel = statusLabelId === undefined ? undefined : await labelWanted(tx, statusLabelId);
      const doing = { by: actor, at: deps.clock.now(), queue, fields };
      const decision = revise(ticket, { ...command, statusLabel, moveTo, ...doing });
      const isForbidden = !decision.ok && decision.refusal.code === 'not-permitted';
      // whoever may not do it is not told which categories and queues there are
      if (isForbidden) return decision;
      const unfit = await unfitCategory(tx, ticket, command.category);
      if (unfit) return refuse(unfit);
      if (decision.ok && (await isTaken(tx, ticket, command.externalId)))
        return refuse({ code: 'external-id-taken' });
      if (queueId === undefined) return decision;
      const target = await tx.queues.find(queueId);
      if (target === undefined) return refuse({ code: 'unknown-queue' });
      return target.isArchived && queueId !== ticket.queue ? refuse({ code: 'queue-archived' }) : decision;
    });

/** The label that is named, as far as there is one. */
export const labelWanted = async (tx: Transaction, id: StatusLabelId | null): Promise<WantedLabel> => {
  if (id === null) return 'none';
  return (await tx.statusLabels.recent()).find((label) => label.id === id) ?? 'unknown';
};

/** Whether another ticket is called so in the host product; imported ones have their names among the same ones. */
const isTaken = async (
  tx: Transaction,
  { id }: Ticket,
  externalId: string | null | undefined,
): Promise<boolean> => {
  if (typeof externalId !== 'string') return false;
  const found = (await tx.imports.known([externalId])).get(externalId);
  return found !== undefined && found !== id;
};

/** Whether whoever holds a ticket may go on holding it in that queue. */
export const mayWorkIn = async (tx: Transaction, { assignee }: Ticket, queue: QueueId): Promise<boolean> => {
  const user = assignee && (await tx.users.find(assignee));
  return user?.status === 'active' && mayInQueue(user, 'ticket:reply', queue);
};
