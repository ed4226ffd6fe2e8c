import type { CustomFieldId, QueueId } from '../shared/ids.ts';

export const fieldTypes = ['text', 'number', 'date', 'boolean', 'choice', 'multi-choice'] as const;
/** What kind of value a custom field takes. */
export type FieldType = (typeof fieldTypes)[number];

export const fieldRequirements = ['never', 'open', 'solve'] as const;
/** When a ticket must have a value of it: `open` when somebody raises it, `solve` when somebody solves it. */
export type FieldRequirement = (typeof fieldRequirements)[number];

export const fieldVisibilities = ['internal', 'public'] as const;
/** Whether only staff learn of its values, or customers, too. */
export type FieldVisibility = (typeof fieldVisibilities)[number];

/** One of the things to choose from. Values name it by its key. */
export type FieldOption = { readonly key: string; readonly name: string; readonly isArchived: boolean };

/** Something that admins want tickets to say. Key, type and visibility are fixed for ever: facts hang on them. */
export type CustomField = {
  readonly id: CustomFieldId;
  readonly key: string;
  readonly name: string;
  readonly type: FieldType;
  /** What there is to choose from, in its order; none but for choices. */
  readonly options: readonly FieldOption[];
  readonly required: FieldRequirement;
  /** The queues whose tickets have it; `undefined` for every queue. */
  readonly queues: readonly QueueId[] | undefined;
  readonly visibility: FieldVisibility;
  /** Whether requesters set it, too; internal ones they never do. */
  readonly customersMaySet: boolean;
  /** Whether no ticket is given a value of it any more; values that are there stay. */
  readonly isArchived: boolean;
};

/** How many custom fields there are at most, archived ones included. */
export const mostCustomFields = 200;
/** How many options a field has at most, archived ones included. */
export const mostOptions = 200;

/** Whether a field of this type is chosen from options. */
export const isChosen = (type: FieldType): boolean => type === 'choice' || type === 'multi-choice';

/** Whether tickets of a queue have this field, unless it is archived. */
export const isForQueue = ({ queues, isArchived }: CustomField, queue: QueueId): boolean =>
  !isArchived && (queues === undefined || queues.includes(queue));
