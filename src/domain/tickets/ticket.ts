import type { FieldValues } from '../fields/field-value.ts';
import type { CategoryId, OrganisationId, QueueId, StatusLabelId, TicketId, UserId } from '../shared/ids.ts';
import type { Priority } from './priority.ts';

/** By which way a ticket came in. */
export type Channel = 'api' | 'live' | 'email' | 'import';

/** A ticket that went into this one, and what that brought here: gone again should the merge be undone. */
export type Absorption = {
  readonly source: TicketId;
  readonly participants: readonly UserId[];
  readonly tags: readonly string[];
};

/** What every ticket has, in whatever state. */
export type TicketCommon = {
  readonly id: TicketId;
  readonly subject: string;
  readonly requester: UserId;
  /** The organisation its requester was a member of when it was opened; it never changes. */
  readonly organisation?: OrganisationId | undefined;
  readonly participants: readonly UserId[];
  readonly queue: QueueId;
  /** What it is about. */
  readonly category?: CategoryId | undefined;
  readonly assignee: UserId | undefined;
  readonly priority: Priority;
  readonly tags: readonly string[];
  /** Values of custom fields that everybody knows. */
  readonly fields: FieldValues;
  /** Those that only staff know. */
  readonly staffFields: FieldValues;
  /** What more is said of its status; gone as soon as that moves. */
  readonly statusLabel: StatusLabelId | undefined;
  readonly channel: Channel;
  readonly openedAt: Date;
  /** Queue and priority as they were when it was opened: all that a customer ever sees of them. */
  readonly openedIn: { readonly queue: QueueId; readonly priority: Priority };
  /** The closed ticket that this one takes up again. */
  readonly followUpOf: TicketId | undefined;
  /** What it is called in the host product, or was called where it was imported from. */
  readonly externalId: string | undefined;
  /** Since when the customer waits for a human answer; `undefined` while everything is answered. */
  readonly waitingSince: Date | undefined;
  /** The tickets that went into it, if any did. */
  readonly absorbed: readonly Absorption[] | undefined;
};

export type NewTicket = TicketCommon & { readonly status: 'new' };
export type OpenTicket = TicketCommon & { readonly status: 'open' };
export type PendingTicket = TicketCommon & {
  readonly status: 'pending';
  readonly waitUntil: Date | undefined;
};
export type OnHoldTicket = TicketCommon & {
  readonly status: 'on-hold';
  readonly waitUntil: Date | undefined;
  /** The customer wrote while a third party was waited for. */
  readonly customerWaiting: boolean;
};
export type SolvedTicket = TicketCommon & { readonly status: 'solved'; readonly solvedAt: Date };
export type ClosedTicket = TicketCommon & {
  readonly status: 'closed';
  readonly solvedAt: Date;
  readonly closedAt: Date;
};
export type SpamTicket = TicketCommon & { readonly status: 'spam'; readonly markedAt: Date };
export type MergedTicket = TicketCommon & {
  readonly status: 'merged';
  readonly survivor: TicketId;
  readonly mergedAt: Date;
  /** The state that undoing the merge gives back. */
  readonly before: MergeableState;
};

/** The part of a ticket that its state alone has. */
export type MergeableState = StateOf<NewTicket | OpenTicket | PendingTicket | OnHoldTicket | SolvedTicket>;
type StateOf<T extends TicketCommon> = T extends TicketCommon ? Omit<T, keyof TicketCommon> : never;

/** One variant per status, each with exactly the facts that status has. */
export type Ticket =
  | NewTicket
  | OpenTicket
  | PendingTicket
  | OnHoldTicket
  | SolvedTicket
  | ClosedTicket
  | SpamTicket
  | MergedTicket;

/** What a ticket has apart from its state. */
export const commonOf = (ticket: Ticket): TicketCommon => ({
  id: ticket.id,
  subject: ticket.subject,
  requester: ticket.requester,
  organisation: ticket.organisation,
  participants: ticket.participants,
  queue: ticket.queue,
  category: ticket.category,
  assignee: ticket.assignee,
  priority: ticket.priority,
  tags: ticket.tags,
  fields: ticket.fields,
  staffFields: ticket.staffFields,
  statusLabel: ticket.statusLabel,
  channel: ticket.channel,
  openedAt: ticket.openedAt,
  openedIn: ticket.openedIn,
  followUpOf: ticket.followUpOf,
  externalId: ticket.externalId,
  waitingSince: ticket.waitingSince,
  absorbed: ticket.absorbed,
});
