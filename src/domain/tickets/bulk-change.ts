import type { FieldChanges } from '../fields/field-value.ts';
import type { CategoryId, QueueId, StatusLabelId, UserId } from '../shared/ids.ts';
import type { Priority } from './priority.ts';
import type { Status } from './transitions.ts';

/** The steps in a ticket's life that can be asked for of many tickets at once. */
export const bulkSteps = ['claim', 'release', 'steal', 'reopen', 'close'] as const;
export type BulkStep = (typeof bulkSteps)[number];

/** How many tags a ticket has at most. */
export const mostTags = 50;

/** What is to become of every ticket of a bulk job; what is `undefined` stays. */
export type BulkChange = {
  readonly step: BulkStep | undefined;
  readonly assignee: UserId | undefined;
  readonly priority: Priority | undefined;
  readonly queue: QueueId | undefined;
  /** `null` takes it away. */
  readonly category?: CategoryId | null | undefined;
  /** In the place of those a ticket has. */
  readonly tags: readonly string[] | undefined;
  /** Beside those a ticket has. */
  readonly addTags: readonly string[] | undefined;
  readonly removeTags: readonly string[] | undefined;
  /** Custom fields by their keys; the others stay. */
  readonly customFields?: FieldChanges | undefined;
  readonly status: Status | undefined;
  /** Of the status that it has then; `null` takes it away. */
  readonly statusLabel?: StatusLabelId | null | undefined;
  /** `null` takes it away. */
  readonly waitUntil: Date | null | undefined;
};

type TagChange = Pick<BulkChange, 'tags' | 'addTags' | 'removeTags'>;

/** The tags that a ticket is to have, given those it has; `undefined` when nothing is asked of them. */
export const tagsAfter = (
  { tags, addTags, removeTags }: TagChange,
  before: readonly string[],
): readonly string[] | undefined => {
  if (tags !== undefined) return tags;
  if (addTags === undefined && removeTags === undefined) return undefined;
  const kept = before.filter((tag) => removeTags?.includes(tag) !== true);
  return [...new Set([...kept, ...(addTags ?? [])])];
};
