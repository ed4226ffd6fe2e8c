import type { Permission } from '../access/permissions.ts';
import type { ValueBreach } from '../fields/field-value.ts';
import type { TicketId, UserId } from '../shared/ids.ts';
import type { Status } from './transitions.ts';

/** Which custom field cannot have what was wanted, and why. Codes are API: add, never rename. */
export type FieldBreach = {
  readonly key: string;
  readonly code: ValueBreach | 'unknown-field' | 'field-archived' | 'field-not-in-queue' | 'required';
};

/** Every reason a ticket rule may say no. Codes are API: add, never rename. */
export type TicketRefusal =
  /** Unknown, or not for this actor: the two are never told apart. */
  | { readonly code: 'not-found' }
  | { readonly code: 'not-permitted'; readonly permission: Permission }
  | {
      readonly code: 'transition-not-allowed';
      readonly from: Status;
      readonly to: Status;
      readonly allowed: readonly Status[];
    }
  | { readonly code: 'reopen-window-over'; readonly solvedAt: Date; readonly windowDays: number }
  | { readonly code: 'ticket-closed' }
  | { readonly code: 'ticket-merged'; readonly survivorId: TicketId }
  | { readonly code: 'ticket-is-spam' }
  | { readonly code: 'ticket-not-active'; readonly state: Status }
  | { readonly code: 'already-claimed'; readonly assigneeId: UserId }
  | { readonly code: 'not-assigned' }
  /** The person named is unknown, suspended, or has no right to work this queue's tickets. */
  | { readonly code: 'assignee-not-eligible'; readonly userId: UserId }
  | { readonly code: 'too-many-participants'; readonly limit: number }
  | { readonly code: 'custom-fields-unfit'; readonly breaches: readonly FieldBreach[] }
  /** Without values of these nobody solves it. */
  | { readonly code: 'fields-missing'; readonly keys: readonly string[] }
  | { readonly code: 'unknown-status-label' }
  | { readonly code: 'status-label-archived' }
  /** It is one for another status. */
  | { readonly code: 'status-label-unfit'; readonly state: Status; readonly labels: Status }
  | { readonly code: 'wait-until-in-the-past' }
  | { readonly code: 'wait-until-without-waiting' }
  | { readonly code: 'merge-into-itself' }
  /** Other tickets went into it: a chain of merges would have to be followed, and undone link by link. */
  | { readonly code: 'merge-would-chain' }
  | { readonly code: 'too-many-messages'; readonly limit: number }
  | { readonly code: 'merge-target-unfit'; readonly state: Status }
  | { readonly code: 'link-to-itself' }
  | { readonly code: 'link-target-unfit'; readonly state: Status }
  | { readonly code: 'already-linked' }
  | { readonly code: 'too-many-links'; readonly limit: number }
  | { readonly code: 'not-merged' }
  | { readonly code: 'merge-undo-over'; readonly mergedAt: Date; readonly windowDays: number };
