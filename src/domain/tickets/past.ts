import type { FieldValues } from '../fields/field-value.ts';
import type {
  CategoryId,
  MessageId,
  OrganisationId,
  QueueId,
  StatusLabelId,
  TicketId,
  UserId,
} from '../shared/ids.ts';
import type { MessageKind } from './message.ts';
import type { Priority } from './priority.ts';
import type { Subject } from './subject.ts';
import type { Status } from './transitions.ts';

/** A message that was written elsewhere. */
export type PastMessage = {
  readonly id: MessageId;
  readonly kind: MessageKind;
  /** `undefined` for what a machine wrote. The requester is never staff. */
  readonly author: { readonly id: UserId; readonly isStaff: boolean } | undefined;
  readonly body: string;
  readonly at: Date;
};

/** What is known of a ticket that lived elsewhere: how it stands, and its thread in the order of time. */
export type Past = {
  readonly id: TicketId;
  readonly externalId: string;
  readonly subject: Subject;
  readonly requester: UserId;
  /** The organisation that the requester is a member of here. */
  readonly organisation?: OrganisationId | undefined;
  readonly participants: readonly UserId[];
  readonly queue: QueueId;
  readonly category: CategoryId | undefined;
  /** A label of the status. */
  readonly statusLabel: StatusLabelId | undefined;
  readonly assignee: UserId | undefined;
  readonly priority: Priority;
  readonly tags: readonly string[];
  /** Values of custom fields, those that customers know and those of staff. */
  readonly fields: FieldValues;
  readonly staffFields: FieldValues;
  readonly status: Status;
  readonly openedAt: Date;
  readonly updatedAt: Date | undefined;
  readonly solvedAt: Date | undefined;
  readonly closedAt: Date | undefined;
  readonly waitUntil: Date | undefined;
  /** The customer wrote while a third party was waited for. */
  readonly customerWaiting: boolean;
  readonly original: TicketId | undefined;
  readonly messages: readonly PastMessage[];
};

/** Why a past cannot be, and which part of it says so. Codes are API: add, never rename. */
export type ImportRefusal = {
  readonly path: string;
  readonly code:
    | 'merged'
    | 'first-message-internal'
    | 'not-the-opening'
    | 'too-early'
    | 'in-the-future'
    | 'before-the-opening'
    | 'not-solved'
    | 'not-closed'
    | 'before-solving'
    | 'before-the-last-change'
    | 'wait-until-without-waiting'
    | 'customer-not-waiting';
};

/** Everything that cannot be about a past, seen from this moment. */
export const wrongWith = (past: Past, now: Date): readonly ImportRefusal[] => {
  const wrong: ImportRefusal[] = [];
  const refuseIf = (no: boolean, path: string, code: ImportRefusal['code']): void => {
    if (no) wrong.push({ path, code });
  };
  const { status, openedAt, updatedAt, solvedAt, closedAt, messages } = past;
  const [first] = messages;
  refuseIf(status === 'merged', 'status', 'merged');
  refuseIf(first?.kind !== 'public', 'messages', 'first-message-internal');
  refuseIf(first?.at.getTime() !== openedAt.getTime(), 'openedAt', 'not-the-opening');
  refuseIf(openedAt.getTime() < 0, 'openedAt', 'too-early');
  refuseIf(solvedAt !== undefined && status !== 'solved' && status !== 'closed', 'solvedAt', 'not-solved');
  refuseIf(closedAt !== undefined && status !== 'closed', 'closedAt', 'not-closed');
  refuseIf(isBefore(solvedAt, openedAt), 'solvedAt', 'before-the-opening');
  refuseIf(isBefore(closedAt, openedAt), 'closedAt', 'before-the-opening');
  refuseIf(isBefore(closedAt, solvedAt), 'closedAt', 'before-solving');
  refuseIf(isBefore(updatedAt, lastChangeOf(past)), 'updatedAt', 'before-the-last-change');
  for (const [path, at] of Object.entries({
    openedAt,
    updatedAt,
    solvedAt,
    closedAt,
    messages: messages.at(-1)?.at,
  })) {
    refuseIf(isBefore(now, at), path, 'in-the-future');
  }
  const waits = status === 'pending' || status === 'on-hold';
  refuseIf(past.waitUntil !== undefined && !waits, 'waitUntil', 'wait-until-without-waiting');
  refuseIf(
    past.customerWaiting && waitingReplyOf(past) === undefined,
    'customerWaiting',
    'customer-not-waiting',
  );
  return wrong;
};

/** The last moment at which something is known to have happened. */
export const lastChangeOf = ({ openedAt, solvedAt, closedAt, messages }: Past): Date =>
  new Date(
    Math.max(
      ...[openedAt, solvedAt ?? openedAt, closedAt ?? openedAt, ...messages.map(({ at }) => at)].map(Number),
    ),
  );

/** The reply with which the customer of a ticket on hold has begun to wait. */
export const waitingReplyOf = ({ status, messages }: Past): PastMessage | undefined => {
  const last = messages.slice(1).findLast(({ kind, author }) => kind === 'public' && author !== undefined);
  return status === 'on-hold' && last?.author?.isStaff === false ? last : undefined;
};

const isBefore = (at: Date | undefined, other: Date | undefined): boolean =>
  at !== undefined && other !== undefined && at < other;
