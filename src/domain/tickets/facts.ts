import type { Actor } from '../access/actor.ts';
import type { Audience } from '../access/visibility.ts';
import type { FieldChanges, FieldValues } from '../fields/field-value.ts';
import type { ErasedTexts } from '../privacy/erasure.ts';
import type {
  CategoryId,
  LinkId,
  MessageId,
  OrganisationId,
  QueueId,
  StatusLabelId,
  TicketId,
  UserId,
} from '../shared/ids.ts';
import type { LinkKind } from './link-kinds.ts';
import type { Message } from './message.ts';
import type { Priority } from './priority.ts';
import type { Absorption, Channel, MergeableState } from './ticket.ts';
import type { Status } from './transitions.ts';

/** Who caused a fact: a person, perhaps through somebody who acted in their name, or Hexdesk itself (timers, acknowledgements). */
export type Cause =
  | { readonly kind: 'person'; readonly id: UserId; readonly through?: UserId | undefined }
  | { readonly kind: 'system' };

/** An actor as the cause of a fact. */
export const causedBy = ({ id, actedBy }: Pick<Actor, 'id' | 'actedBy'>): Cause => ({
  kind: 'person',
  id,
  ...(actedBy === undefined ? {} : { through: actedBy }),
});

/** A message that came out of another ticket; without it once the merge was undone. */
type TakenOver = { readonly source: TicketId; readonly message?: Message | undefined };

type LinkData = { readonly link: LinkId; readonly kind: LinkKind; readonly other: TicketId };

/** What each type of fact says. Types are API: add, never rename. */
export type FactData = {
  'ticket-opened': {
    readonly subject: string;
    readonly requester: UserId;
    readonly organisation?: OrganisationId | undefined;
    readonly participants: readonly UserId[];
    readonly queue: QueueId;
    readonly category?: CategoryId | undefined;
    readonly priority: Priority;
    readonly tags: readonly string[];
    readonly fields?: FieldValues | undefined;
    /** For staff only. */
    readonly staffFields?: FieldValues | undefined;
    readonly channel: Channel;
    /** What it is called in the host product; for staff only. */
    readonly externalId?: string | undefined;
    readonly message: Message;
  };
  'follow-up-opened': { readonly original: TicketId };
  'ticket-acknowledged': { readonly message: Message };
  /** `answers`: it is a human answer by staff, which ends the customer's wait. */
  'ticket-replied': { readonly message: Message; readonly answers: boolean };
  'note-written': { readonly message: Message };
  /** A message has no text any more, since staff took it away. */
  'message-redacted': { readonly messageId: MessageId };
  /** The same of a note. */
  'note-redacted': { readonly messageId: MessageId };
  'ticket-claimed': { readonly assignee: UserId };
  'ticket-assigned': { readonly assignee: UserId; readonly before: UserId | undefined };
  'ticket-released': { readonly before: UserId };
  'ticket-stolen': { readonly assignee: UserId; readonly before: UserId };
  'ticket-moved': { readonly before: QueueId; readonly after: QueueId };
  'subject-changed': { readonly before: string; readonly after: string };
  'priority-changed': { readonly before: Priority; readonly after: Priority };
  'category-changed': {
    readonly before: CategoryId | undefined;
    readonly after: CategoryId | undefined;
  };
  'tags-changed': { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Custom fields that customers know; those that have other values now. */
  'fields-changed': { readonly before: FieldChanges; readonly after: FieldChanges };
  /** The same of those that only staff know. */
  'staff-fields-changed': { readonly before: FieldChanges; readonly after: FieldChanges };
  'status-label-changed': {
    readonly before: StatusLabelId | undefined;
    readonly after: StatusLabelId | undefined;
  };
  'external-id-changed': { readonly before: string | undefined; readonly after: string | undefined };
  'participant-added': { readonly participant: UserId };
  'participant-removed': { readonly participant: UserId };
  /** Each of the two tickets tells it, as it stands to the other. */
  'ticket-linked': LinkData;
  'ticket-unlinked': LinkData;
  'ticket-opened-again': { readonly from: Status };
  'ticket-set-pending': { readonly from: Status; readonly waitUntil: Date | undefined };
  'ticket-put-on-hold': { readonly from: Status; readonly waitUntil: Date | undefined };
  /** `assignee`: who holds it now, also when solving it is what made them. */
  'ticket-solved': { readonly from: Status; readonly assignee: UserId | undefined };
  'ticket-reopened': { readonly from: Status };
  'ticket-closed': { readonly from: Status };
  'ticket-marked-spam': { readonly from: Status };
  'ticket-merged': { readonly survivor: TicketId; readonly before: MergeableState };
  'merge-undone': { readonly survivor: TicketId };
  /** The other side of a merge; `waitingSince`: since when the customer of the source waits. */
  'ticket-absorbed': Absorption & { readonly waitingSince: Date | undefined };
  'message-taken-over': TakenOver;
  'note-taken-over': TakenOver;
  'absorption-undone': { readonly source: TicketId };
  /** A person was erased: their messages, or all of them, have no text any more, nor has the subject if they raised it. */
  'person-erased': { readonly person: UserId; readonly texts: ErasedTexts };
  /** The same of notes. */
  'notes-erased': { readonly person: UserId; readonly texts: ErasedTexts };
  /** It was closed for long enough: no message of it has a text any more, nor has its subject. */
  'texts-expired': Readonly<Record<string, never>>;
  /** All of it is gone: nothing comes after this, and nothing before it can be read any more. */
  'ticket-purged': Readonly<Record<string, never>>;
  /** Everything before this happened elsewhere. */
  'ticket-imported': { readonly externalId: string };
};

export type FactType = keyof FactData;

/** What has happened to a ticket. The store gives it its id and its place (`seq`). */
export type FactOf<Type extends FactType> = {
  readonly type: Type;
  readonly at: Date;
  readonly by: Cause;
  readonly data: FactData[Type];
};
export type Fact = { [Type in FactType]: FactOf<Type> }[FactType];

/** Who may learn of a fact. Internal ones neither show nor leave a hole in what a customer sees. */
export const factAudience = {
  'ticket-opened': 'public',
  'follow-up-opened': 'public',
  'ticket-acknowledged': 'public',
  'ticket-replied': 'public',
  'note-written': 'internal',
  'message-redacted': 'public',
  'note-redacted': 'internal',
  'ticket-claimed': 'internal',
  'ticket-assigned': 'internal',
  'ticket-released': 'internal',
  'ticket-stolen': 'internal',
  'ticket-moved': 'internal',
  'subject-changed': 'public',
  'priority-changed': 'internal',
  'category-changed': 'public',
  'tags-changed': 'internal',
  'fields-changed': 'public',
  'staff-fields-changed': 'internal',
  'status-label-changed': 'public',
  'external-id-changed': 'internal',
  'participant-added': 'public',
  'participant-removed': 'public',
  'ticket-linked': 'internal',
  'ticket-unlinked': 'internal',
  'ticket-opened-again': 'public',
  'ticket-set-pending': 'public',
  'ticket-put-on-hold': 'public',
  'ticket-solved': 'public',
  'ticket-reopened': 'public',
  'ticket-closed': 'public',
  'ticket-marked-spam': 'public',
  'ticket-merged': 'public',
  'merge-undone': 'public',
  'ticket-absorbed': 'public',
  'message-taken-over': 'public',
  'note-taken-over': 'internal',
  'absorption-undone': 'public',
  'person-erased': 'public',
  'notes-erased': 'internal',
  'texts-expired': 'public',
  'ticket-purged': 'public',
  'ticket-imported': 'internal',
} as const satisfies Record<FactType, 'public' | 'internal'>;

export const factTypes = Object.keys(factAudience) as readonly FactType[];

/** Whether an audience may learn of facts of this type. */
export const mayLearn = (audience: Audience, type: FactType): boolean =>
  audience === 'staff' || factAudience[type] === 'public';

/** The message that a fact brought into the thread, if it brought one. */
export const messageOf = (fact: Fact): Message | undefined =>
  'message' in fact.data ? fact.data.message : undefined;
