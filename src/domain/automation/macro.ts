import type { Actor } from '../access/actor.ts';
import type { Permission } from '../access/permissions.ts';
import type { FieldChanges } from '../fields/field-value.ts';
import { accept, type Decision, refuse } from '../shared/decision.ts';
import type { CategoryId, QueueId, StatusLabelId, UserId } from '../shared/ids.ts';
import { type Change, forbidden, type TicketDecision } from '../tickets/change.ts';
import { neededToFillIn } from '../tickets/fill-in.ts';
import type { Priority } from '../tickets/priority.ts';
import type { TicketRefusal } from '../tickets/refusal.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { permissionToAsk, type Status } from '../tickets/transitions.ts';

/** One thing that a macro does to a ticket; texts are templates. */
export type MacroAction =
  | { readonly type: 'reply'; readonly text: string }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'set-status'; readonly status: Status }
  /** Of the status that the ticket has by then; `null` takes it away. */
  | { readonly type: 'set-status-label'; readonly statusLabel: StatusLabelId | null }
  | { readonly type: 'set-priority'; readonly priority: Priority }
  /** `null` takes it away. */
  | { readonly type: 'set-category'; readonly category: CategoryId | null }
  | { readonly type: 'set-tags'; readonly tags: readonly string[] }
  /** Beside those that the ticket has. */
  | { readonly type: 'add-tags'; readonly tags: readonly string[] }
  /** Values by the keys of their fields, as they are: no templates. */
  | { readonly type: 'set-custom-fields'; readonly customFields: FieldChanges }
  | { readonly type: 'assign'; readonly to: UserId | 'me' | 'none' }
  | { readonly type: 'move'; readonly queue: QueueId };

export const mostActions = 20;

/** An action with its place in the macro, ready to be taken. */
export type MacroStep = {
  readonly place: number;
  readonly action: MacroAction;
  readonly take: (ticket: Ticket) => TicketDecision;
};

/** Which step was refused, counted from 0, and why. */
export type StepRefusal = TicketRefusal & { readonly step: number };

/**
 * Takes every step or none, with no right but the actor's own. Rights are looked at before any state; moving to another
 * queue comes last, since it may end the actor's rights.
 */
export const takeSteps = (
  ticket: Ticket,
  by: Actor,
  steps: readonly MacroStep[],
): Decision<Change, StepRefusal> => {
  for (const { place, action } of steps) {
    const permission = neededFor(action, ticket, by);
    const no = permission && forbidden(by, permission, ticket);
    if (no) return refuse({ ...no, step: place });
  }
  let so: Change = { ticket, facts: [] };
  for (const { place, take } of movingLast(steps)) {
    const decision = take(so.ticket);
    if (!decision.ok) return refuse({ ...decision.refusal, step: place });
    so = { ticket: decision.outcome.ticket, facts: [...so.facts, ...decision.outcome.facts] };
  }
  return accept(so);
};

const movingLast = (steps: readonly MacroStep[]): readonly MacroStep[] => {
  const isMove = ({ action }: MacroStep): boolean => action.type === 'move';
  return [...steps.filter((step) => !isMove(step)), ...steps.filter(isMove)];
};

const neededFor = (action: MacroAction, ticket: Ticket, by: Actor): Permission | undefined => {
  switch (action.type) {
    case 'reply':
      return 'ticket:reply';
    case 'note':
      return 'ticket:note';
    case 'set-status':
      return action.status === ticket.status ? undefined : permissionToAsk(ticket.status, action.status);
    case 'set-priority':
    case 'set-category':
    case 'set-tags':
    case 'add-tags':
      return 'ticket:triage';
    case 'set-status-label':
      return 'ticket:work';
    case 'set-custom-fields':
      return neededToFillIn(by, ticket);
    case 'move':
      return 'ticket:move';
    case 'assign':
      return neededToAssign(action.to, ticket, by);
  }
};

const neededToAssign = (
  to: UserId | 'me' | 'none',
  { assignee }: Ticket,
  by: Actor,
): Permission | undefined => {
  if (to === 'none') return assignee === undefined ? undefined : 'ticket:release';
  if (to !== 'me') return 'ticket:assign';
  if (assignee === by.id) return undefined;
  return assignee === undefined ? 'ticket:claim' : 'ticket:steal';
};
