import type { Actor } from '../access/actor.ts';
import { holds, holdsGlobally } from '../access/policy.ts';
import { accept, type Decision, refuse } from '../shared/decision.ts';
import { type CustomField, type FieldOption, isChosen, mostOptions } from './custom-field.ts';
import type { CustomFieldRefusal } from './refusal.ts';

type Changing = Omit<CustomField, 'id' | 'key' | 'type' | 'visibility' | 'queues'>;

/** What may be changed about a custom field; what is `undefined` stays. */
export type CustomFieldRevision = { readonly [Part in keyof Changing]?: Changing[Part] | undefined } & {
  /** `null` is every queue. */
  readonly queues?: CustomField['queues'] | null;
};

/** Adds a custom field, if it makes sense. */
export const defineField = (
  field: CustomField,
  { by }: { readonly by: Actor },
): Decision<CustomField, CustomFieldRefusal> =>
  holdsGlobally(by, 'custom-field:manage')
    ? unlessUnfit(field)
    : refuse({ code: 'not-permitted', permission: 'custom-field:manage' });

/** Changes a custom field. Options are never lost: one that is left out is archived, since tickets may name it. */
export const reviseField = (
  field: CustomField,
  { by, revision }: { readonly by: Actor; readonly revision: CustomFieldRevision },
): Decision<CustomField, CustomFieldRefusal> =>
  defineField(
    {
      ...field,
      name: revision.name ?? field.name,
      options: optionsAfter(field.options, revision.options),
      required: revision.required ?? field.required,
      queues: revision.queues === undefined ? field.queues : (revision.queues ?? undefined),
      customersMaySet: revision.customersMaySet ?? field.customersMaySet,
      isArchived: revision.isArchived ?? field.isArchived,
    },
    { by },
  );

/** Whether an actor may know of a field: staff of every one, customers of those they see in tickets. */
export const maySeeField = (actor: Actor, { visibility }: CustomField): boolean =>
  visibility === 'public' || holds(actor, 'ticket:read-internal');

const optionsAfter = (
  before: readonly FieldOption[],
  wanted: readonly FieldOption[] | undefined,
): readonly FieldOption[] => {
  if (wanted === undefined) return before;
  const leftOut = before.filter(({ key }) => !wanted.some((option) => option.key === key));
  return [...wanted, ...leftOut.map((option) => ({ ...option, isArchived: true }))];
};

const unlessUnfit = (field: CustomField): Decision<CustomField, CustomFieldRefusal> => {
  if (isChosen(field.type) !== field.options.length > 0) return refuse({ code: 'options-unfit' });
  if (field.options.length > mostOptions) return refuse({ code: 'too-many-options', limit: mostOptions });
  return field.customersMaySet && field.visibility === 'internal'
    ? refuse({ code: 'not-public' })
    : accept(field);
};
