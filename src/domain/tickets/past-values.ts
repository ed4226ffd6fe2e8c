import type { CustomField } from '../fields/custom-field.ts';
import { type FieldValues, fitting, type ValueBreach } from '../fields/field-value.ts';
import { accept, type Decision, refuse } from '../shared/decision.ts';
import type { TicketCommon } from './ticket.ts';

type PastValues = Pick<TicketCommon, 'fields' | 'staffFields'>;
type PastBreach = { readonly key: string; readonly code: ValueBreach | 'unknown-field' };

/**
 * The values that a ticket had elsewhere, told apart by who may learn of them here. What is archived by now was given
 * once, and so fits; so does what tickets of its queue do not have.
 */
export const pastValues = (
  fields: readonly CustomField[],
  told: FieldValues,
): Decision<PastValues, readonly PastBreach[]> => {
  const values: { readonly [Kind in CustomField['visibility']]: [string, FieldValues[string]][] } = {
    public: [],
    internal: [],
  };
  const breaches: PastBreach[] = [];
  for (const [key, raw] of Object.entries(told)) {
    const field = fields.find((one) => one.key === key);
    const value =
      field === undefined ? refuse('unknown-field' as const) : fitting(asItWas(field), raw, undefined);
    if (!value.ok) breaches.push({ key, code: value.refusal });
    else if (field !== undefined && value.outcome !== null)
      values[field.visibility].push([key, value.outcome]);
  }
  if (breaches.length > 0) return refuse(breaches);
  return accept({
    fields: Object.fromEntries(values.public),
    staffFields: Object.fromEntries(values.internal),
  });
};

const asItWas = (field: CustomField): CustomField => ({
  ...field,
  options: field.options.map((option) => ({ ...option, isArchived: false })),
});
