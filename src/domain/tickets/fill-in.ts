import type { Actor } from '../access/actor.ts';
import { may } from '../access/policy.ts';
import { audienceFor } from '../access/visibility.ts';
import { type CustomField, isForQueue } from '../fields/custom-field.ts';
import {
  type FieldChanges,
  type FieldValue,
  type FieldValues,
  fitting,
  sameValue,
  valueUnder,
} from '../fields/field-value.ts';
import { accept, type Decision, refuse } from '../shared/decision.ts';
import type { QueueId } from '../shared/ids.ts';
import { changed, type Doing, forbidden, settled, type TicketDecision } from './change.ts';
import type { FieldBreach, TicketRefusal } from './refusal.ts';
import { unlimited } from './standing.ts';
import type { Ticket } from './ticket.ts';

type FillIn = {
  readonly by: Actor;
  /** Values by key, as somebody wants them. */
  readonly wanted: FieldChanges;
  /** Every custom field there is. */
  readonly fields: readonly CustomField[];
  /** A field must be one of these queues'. */
  readonly queues: readonly QueueId[];
};

/** What becomes of the values that everybody knows, and of those that only staff know. */
export type Filled = { readonly public: FieldChanges; readonly internal: FieldChanges };

/** Gives custom fields of a ticket other values, told apart by who may learn of them. */
export const fillIn = (ticket: Ticket, wanted: Doing & FillIn): TicketDecision => {
  const { by } = wanted;
  const no = forbidden(by, neededToFillIn(by, ticket), ticket) ?? settled(ticket);
  if (no) return refuse(no);
  const filled = filledIn(ticket, wanted);
  if (!filled.ok) return filled;
  const { public: known, internal } = filled.outcome;
  return accept(
    changed(
      ticket,
      wanted,
      ...(isEmpty(known) ? [] : [{ type: 'fields-changed', data: told(ticket.fields, known) } as const]),
      ...(isEmpty(internal)
        ? []
        : [{ type: 'staff-fields-changed', data: told(ticket.staffFields, internal) } as const]),
    ),
  );
};

/** The right it takes to set custom fields: staff set all of them, a requester those that customers may. */
export const neededToFillIn = (by: Actor, ticket: Ticket) =>
  may(by, 'ticket:triage', ticket) ? 'ticket:triage' : 'ticket:rename';

/** What wanted values make of those a ticket has; all that is wrong with them is told at once. */
export const filledIn = (
  ticket: Ticket,
  { by, wanted, fields, queues }: FillIn,
): Decision<Filled, TicketRefusal> => {
  const known = fields.filter((field) => isKnownTo(by, field, ticket));
  const breaches: FieldBreach[] = [];
  const filled: Record<CustomField['visibility'], Record<string, FieldValue | null>> = {
    public: {},
    internal: {},
  };
  for (const [key, raw] of Object.entries(wanted)) {
    const field = known.find((one) => one.key === key);
    if (field === undefined) {
      breaches.push({ key, code: 'unknown-field' });
      continue;
    }
    if (!maySet(by, field, ticket)) return refuse({ code: 'not-permitted', permission: 'ticket:triage' });
    const before = valueUnder(field.visibility === 'public' ? ticket.fields : ticket.staffFields, key);
    if (sameValue(raw, before ?? null)) continue;
    const value = raw === null ? accept(null) : fittingNow(field, raw, { before, queues });
    if (!value.ok) breaches.push({ key, code: value.refusal });
    else if (!sameValue(value.outcome, before ?? null)) filled[field.visibility][key] = value.outcome;
  }
  return breaches.length > 0 ? refuse({ code: 'custom-fields-unfit', breaches }) : accept(filled);
};

/** The values of a ticket as an opening tells of them; nothing where there are none. */
export const valuesTold = ({ fields, staffFields }: Pick<Ticket, 'fields' | 'staffFields'>) => ({
  ...(isEmpty(fields) ? {} : { fields }),
  ...(isEmpty(staffFields) ? {} : { staffFields }),
});

/** The fields without which a ticket is not to be raised, or solved, by this actor: nobody is asked for what they may not set, whatever they act with. */
export const missingFields = (
  ticket: Ticket,
  { by, when, fields }: Pick<FillIn, 'by' | 'fields'> & { readonly when: 'open' | 'solve' },
): readonly string[] =>
  fields
    .filter(({ required }) => required === when)
    .filter((field) => isForQueue(field, ticket.queue))
    .filter((field) => isKnownTo(by, field, ticket) && maySet(unlimited(by), field, ticket))
    .map(({ key }) => key)
    .filter((key) => (valueUnder(ticket.fields, key) ?? valueUnder(ticket.staffFields, key)) === undefined);

const fittingNow = (
  field: CustomField,
  raw: FieldValue,
  { before, queues }: { readonly before: FieldValue | undefined; readonly queues: readonly QueueId[] },
): Decision<FieldValue | null, FieldBreach['code']> => {
  if (field.isArchived) return refuse('field-archived');
  return queues.some((queue) => isForQueue(field, queue))
    ? fitting(field, raw, before)
    : refuse('field-not-in-queue');
};

const isKnownTo = (by: Actor, { visibility }: CustomField, ticket: Ticket): boolean =>
  visibility === 'public' || audienceFor(by, ticket) === 'staff';

const maySet = (by: Actor, { customersMaySet }: CustomField, ticket: Ticket): boolean =>
  may(by, 'ticket:triage', ticket) || (customersMaySet && may(by, 'ticket:rename', ticket));

const isEmpty = (changes: FieldChanges): boolean => Object.keys(changes).length === 0;

const told = (values: FieldValues, after: FieldChanges) => ({
  before: Object.fromEntries(Object.keys(after).map((key) => [key, valueUnder(values, key) ?? null])),
  after,
});
