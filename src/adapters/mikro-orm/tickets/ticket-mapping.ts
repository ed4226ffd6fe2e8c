import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import { noValues } from '#domain/fields/field-value.ts';
import { CategoryId, OrganisationId, QueueId, StatusLabelId, TicketId, UserId } from '#domain/shared/ids.ts';
import { valuesTold } from '#domain/tickets/fill-in.ts';
import { priorities } from '#domain/tickets/priority.ts';
import type { Absorption, Channel, MergeableState, Ticket, TicketCommon } from '#domain/tickets/ticket.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { CorruptRow } from '../corrupt-row.ts';
import { type Dialect, endOfTime } from '../dialect.ts';
import type { Moment } from '../tables/columns.ts';
import type { RowOf } from '../tables/tables.ts';

/** The columns that make a ticket. */
export const ticketColumns = [
  'id',
  'number',
  'subject',
  'requester_id',
  'participant_ids',
  'queue_id',
  'category_id',
  'organisation_id',
  'assignee_id',
  'priority',
  'tags',
  'custom_fields',
  'channel',
  'status',
  'status_label_id',
  'opened_at',
  'opened_queue_id',
  'opened_priority',
  'follow_up_of',
  'external_id',
  'waiting_since',
  'wait_until',
  'customer_waiting',
  'solved_at',
  'closed_at',
  'marked_spam_at',
  'merge',
  'absorbed',
  'version',
  'public_version',
  'updated_at',
  'public_updated_at',
] as const satisfies readonly (keyof RowOf<'tickets'>)[];

export type TicketRow = Pick<RowOf<'tickets'>, (typeof ticketColumns)[number]>;

/** The columns that hold a ticket itself; number, versions and update times are the store's. */
export const toColumns = (ticket: Ticket, dialect: Dialect) => {
  const moment = (at: Date | undefined): Moment | null => (at === undefined ? null : dialect.toMoment(at));
  return {
    id: ticket.id,
    subject: ticket.subject,
    requester_id: ticket.requester,
    participant_ids: JSON.stringify(ticket.participants),
    queue_id: ticket.queue,
    category_id: ticket.category ?? null,
    organisation_id: ticket.organisation ?? '',
    assignee_id: ticket.assignee ?? null,
    priority: priorities.indexOf(ticket.priority),
    tags: JSON.stringify(ticket.tags),
    custom_fields: valuesColumn(ticket),
    channel: ticket.channel,
    status: ticket.status,
    status_label_id: ticket.statusLabel ?? null,
    opened_at: dialect.toMoment(ticket.openedAt),
    opened_queue_id: ticket.openedIn.queue,
    opened_priority: priorities.indexOf(ticket.openedIn.priority),
    follow_up_of: ticket.followUpOf ?? null,
    external_id: ticket.externalId ?? null,
    waiting_since: dialect.toMoment(ticket.waitingSince ?? endOfTime),
    wait_until: moment('waitUntil' in ticket ? ticket.waitUntil : undefined),
    customer_waiting: ticket.status === 'on-hold' && ticket.customerWaiting ? 1 : 0,
    solved_at: moment('solvedAt' in ticket ? ticket.solvedAt : undefined),
    closed_at: moment(ticket.status === 'closed' ? ticket.closedAt : undefined),
    marked_spam_at: moment(ticket.status === 'spam' ? ticket.markedAt : undefined),
    absorbed: ticket.absorbed === undefined ? null : JSON.stringify(ticket.absorbed),
    merge: ticket.status === 'merged' ? JSON.stringify(mergeOf(ticket)) : null,
  };
};

/** Rebuilds a ticket without running today's rules on yesterday's data. */
export const toStored = (row: TicketRow, dialect: Dialect): StoredTicket => ({
  ticket: toTicket(row, dialect),
  number: Number(row.number),
  version: row.version,
  publicVersion: row.public_version,
  updatedAt: dialect.fromMoment(row.updated_at),
  publicUpdatedAt: dialect.fromMoment(row.public_updated_at),
});

const toTicket = (row: TicketRow, dialect: Dialect): Ticket => {
  const moment = (column: Moment | null): Date | undefined =>
    column === null ? undefined : dialect.fromMoment(column);
  const due = (column: 'solved_at' | 'closed_at' | 'marked_spam_at'): Date => {
    const value = row[column];
    if (value === null) throw new CorruptRow('tickets', row.id, `no ${column} while ${row.status}`);
    return dialect.fromMoment(value);
  };
  const common = toCommon(row, dialect);
  const status = statuses.find((known) => known === row.status);
  switch (status) {
    case 'new':
    case 'open':
      return { ...common, status };
    case 'pending':
      return { ...common, status, waitUntil: moment(row.wait_until) };
    case 'on-hold':
      return {
        ...common,
        status,
        waitUntil: moment(row.wait_until),
        customerWaiting: Boolean(row.customer_waiting),
      };
    case 'solved':
      return { ...common, status, solvedAt: due('solved_at') };
    case 'closed':
      return { ...common, status, solvedAt: due('solved_at'), closedAt: due('closed_at') };
    case 'spam':
      return { ...common, status, markedAt: due('marked_spam_at') };
    case 'merged':
      return { ...common, status, ...fromMerge(row) };
    case undefined:
      throw new CorruptRow('tickets', row.id, `status "${row.status}"`);
  }
};

const toCommon = (row: TicketRow, dialect: Dialect): TicketCommon => {
  const waitingSince = dialect.fromMoment(row.waiting_since);
  return {
    id: TicketId(row.id),
    subject: row.subject,
    requester: UserId(row.requester_id),
    participants: listIn(row.participant_ids).map(UserId),
    queue: QueueId(row.queue_id),
    category: row.category_id === null ? undefined : CategoryId(row.category_id),
    organisation: row.organisation_id === '' ? undefined : OrganisationId(row.organisation_id),
    assignee: row.assignee_id === null ? undefined : UserId(row.assignee_id),
    priority: priorityOf(row, row.priority),
    tags: listIn(row.tags),
    ...valuesIn(row.custom_fields),
    statusLabel: row.status_label_id === null ? undefined : StatusLabelId(row.status_label_id),
    channel: row.channel as Channel,
    openedAt: dialect.fromMoment(row.opened_at),
    openedIn: { queue: QueueId(row.opened_queue_id), priority: priorityOf(row, row.opened_priority) },
    followUpOf: row.follow_up_of === null ? undefined : TicketId(row.follow_up_of),
    externalId: row.external_id ?? undefined,
    absorbed: row.absorbed === null ? undefined : (JSON.parse(row.absorbed) as readonly Absorption[]),
    waitingSince: waitingSince.getTime() === endOfTime.getTime() ? undefined : waitingSince,
  };
};

type Values = Pick<TicketCommon, 'fields' | 'staffFields'>;

const withoutValues: Values = { fields: noValues, staffFields: noValues };

/** Most tickets have none; then the column holds nothing. */
const valuesColumn = (ticket: Ticket): string | null => {
  const values = valuesTold(ticket);
  return Object.keys(values).length === 0 ? null : JSON.stringify(values);
};

const valuesIn = (json: string | null): Values =>
  json === null ? withoutValues : { ...withoutValues, ...(JSON.parse(json) as Partial<Values>) };

/** Most lists are empty, and parsing that costs more than seeing it. */
const listIn = (json: string): readonly string[] => (json === '[]' ? [] : (JSON.parse(json) as string[]));

const priorityOf = (row: TicketRow, rank: number) => {
  const priority = priorities[rank];
  if (priority === undefined) throw new CorruptRow('tickets', row.id, `priority ${rank}`);
  return priority;
};

type Merged = Extract<Ticket, { status: 'merged' }>;

const mergeOf = ({ survivor, mergedAt, before }: Merged) => ({ survivor, mergedAt, before });

const fromMerge = (row: TicketRow): Pick<Merged, 'survivor' | 'mergedAt' | 'before'> => {
  if (row.merge === null) throw new CorruptRow('tickets', row.id, 'no survivor while merged');
  const { survivor, mergedAt, before } = JSON.parse(row.merge, revive) as ReturnType<typeof mergeOf>;
  return { survivor: TicketId(survivor), mergedAt, before: before as MergeableState };
};

const moments = new Set(['mergedAt', 'solvedAt', 'waitUntil']);

const revive = (key: string, value: unknown): unknown =>
  moments.has(key) && typeof value === 'string' ? new Date(value) : value;
