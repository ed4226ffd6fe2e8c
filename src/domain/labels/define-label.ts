import type { Actor } from '../access/actor.ts';
import { holdsGlobally } from '../access/policy.ts';
import { accept, type Decision, refuse } from '../shared/decision.ts';
import type { StatusLabelRefusal } from './refusal.ts';
import type { StatusLabel } from './status-label.ts';

/** What may be changed about a status label; what is `undefined` stays. */
export type StatusLabelRevision = {
  readonly name?: string | undefined;
  readonly isArchived?: boolean | undefined;
};

/** Adds a status label. */
export const defineLabel = (
  label: StatusLabel,
  { by }: { readonly by: Actor },
): Decision<StatusLabel, StatusLabelRefusal> =>
  holdsGlobally(by, 'status-label:manage')
    ? accept(label)
    : refuse({ code: 'not-permitted', permission: 'status-label:manage' });

/** Renames a status label, or archives it. */
export const reviseLabel = (
  label: StatusLabel,
  { by, revision }: { readonly by: Actor; readonly revision: StatusLabelRevision },
): Decision<StatusLabel, StatusLabelRefusal> =>
  defineLabel(
    {
      ...label,
      name: revision.name ?? label.name,
      isArchived: revision.isArchived ?? label.isArchived,
    },
    { by },
  );
