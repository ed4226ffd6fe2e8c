import type { Actor } from '../access/actor.ts';
import type { Permission } from '../access/permissions.ts';
import { may } from '../access/policy.ts';
import type { CustomField } from '../fields/custom-field.ts';
import { type FieldChanges, noValues, withChanges } from '../fields/field-value.ts';
import { accept, type Decision, refuse } from '../shared/decision.ts';
import type { CategoryId, MessageId, OrganisationId, TicketId, UserId } from '../shared/ids.ts';
import { type Acknowledgement, acknowledge } from './acknowledge.ts';
import type { TicketDecision } from './change.ts';
import { causedBy, type FactOf } from './facts.ts';
import { filledIn, missingFields, valuesTold } from './fill-in.ts';
import { born } from './fold.ts';
import type { Priority } from './priority.ts';
import type { TicketRefusal } from './refusal.ts';
import type { Subject } from './subject.ts';
import type { Channel, Ticket } from './ticket.ts';

type Open = Acknowledgement & {
  readonly id: TicketId;
  readonly subject: Subject;
  readonly body: string;
  readonly messageId: MessageId;
  readonly requester: UserId;
  /** The organisation that the requester is a member of. */
  readonly organisation?: OrganisationId | undefined;
  readonly category?: CategoryId | undefined;
  /** Of tickets about that category which name none. */
  readonly defaultPriority?: Priority | undefined;
  /** Staff may set these; the category's, else the queue's default priority and no tags stand otherwise. Each tag stands once. */
  readonly priority: Priority | undefined;
  readonly tags: readonly string[] | undefined;
  /** What staff say it is called in the host product. */
  readonly externalId?: string | undefined;
  readonly customFields?: FieldChanges | undefined;
  /** Every custom field there is. */
  readonly fields?: readonly CustomField[] | undefined;
  readonly channel: Channel;
  readonly by: Actor;
};

/** Raises a ticket in a queue and, if that queue wants it, acknowledges it to the requester. */
export const open = (wanted: Open): TicketDecision => {
  const bare = openedFact(wanted);
  const ticket = born(wanted.id, bare);
  const missing = neededFor(wanted).find((permission) => !may(wanted.by, permission, ticket));
  if (missing !== undefined) return refuse({ code: 'not-permitted', permission: missing });

  const filled = filledForm(ticket, wanted);
  if (!filled.ok) return filled;
  const opened = { ...bare, data: { ...bare.data, ...valuesTold(filled.outcome) } };
  const acknowledged = acknowledge(born(wanted.id, opened), wanted);
  return accept({ ticket: acknowledged.ticket, facts: [opened, ...acknowledged.facts] });
};

/** The ticket with the values it is raised with, if none is wrong and none is missing. */
const filledForm = (
  ticket: Ticket,
  { by, customFields = {}, fields = [], queue }: Open,
): Decision<Ticket, TicketRefusal> => {
  const filled = filledIn(ticket, { by, wanted: customFields, fields, queues: [queue.id] });
  if (!filled.ok) return filled;
  const complete = {
    ...ticket,
    fields: withChanges(noValues, filled.outcome.public),
    staffFields: withChanges(noValues, filled.outcome.internal),
  };
  const missing = missingFields(complete, { by, when: 'open', fields });
  return missing.length === 0
    ? accept(complete)
    : refuse({
        code: 'custom-fields-unfit',
        breaches: missing.map((key) => ({ key, code: 'required' as const })),
      });
};

/** What it takes to open a ticket about which nothing is said that only staff may. */
export const neededToOpenFor = (requester: UserId, by: Actor): readonly Permission[] =>
  requester === by.id ? ['ticket:open'] : ['ticket:open', 'ticket:open-for-others'];

const neededFor = ({ requester, by, priority, tags, externalId }: Open): readonly Permission[] => [
  ...neededToOpenFor(requester, by),
  ...(priority === undefined && tags === undefined && externalId === undefined
    ? []
    : (['ticket:triage'] as const)),
];

const openedFact = ({ at, by, queue, ...wanted }: Open): FactOf<'ticket-opened'> => ({
  type: 'ticket-opened',
  at,
  by: causedBy(by),
  data: {
    subject: wanted.subject,
    requester: wanted.requester,
    organisation: wanted.organisation,
    participants: [],
    queue: queue.id,
    ...(wanted.category === undefined ? {} : { category: wanted.category }),
    priority: wanted.priority ?? wanted.defaultPriority ?? queue.defaultPriority,
    tags: [...new Set(wanted.tags)],
    channel: wanted.channel,
    ...(wanted.externalId === undefined ? {} : { externalId: wanted.externalId }),
    message: { id: wanted.messageId, kind: 'public', author: by.id, automatic: false, body: wanted.body, at },
  },
});
