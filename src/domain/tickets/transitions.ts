import type { Permission } from '../access/permissions.ts';
import { days } from '../shared/duration.ts';

/** The fixed categories that carry behaviour. */
export const statuses = ['new', 'open', 'pending', 'on-hold', 'solved', 'closed', 'merged', 'spam'] as const;
export type Status = (typeof statuses)[number];

/** What a message does to a status: keep it, move it, or be refused. */
type ByMessage = 'stays' | 'refused' | Status;

type Row = {
  /** A customer's public message. */
  readonly customerReply: ByMessage | 'follow-up' | 'survivor';
  /** A public message by staff. */
  readonly staffReply: ByMessage;
  /** What time alone does, and when. */
  readonly timer: { readonly to: Status | 'purged'; readonly due: 'wait-until' | number } | undefined;
  /** What may be asked for, and the permission it takes. */
  readonly asked: Readonly<Partial<Record<Status, Permission>>>;
};

/** Days after which a solved ticket closes by itself, unless its queue says otherwise. */
export const daysUntilClosed = 7;
/** Days within which a merge can be undone. */
export const mergeUndoDays = 7;
/** Days after which spam is purged. */
export const daysUntilPurged = 30;

/** The lifecycle, whole: what is not written here is refused. */
export const lifecycle = {
  new: {
    customerReply: 'stays',
    staffReply: 'open',
    timer: undefined,
    asked: {
      open: 'ticket:work',
      pending: 'ticket:work',
      'on-hold': 'ticket:work',
      solved: 'ticket:solve',
      spam: 'ticket:mark-spam',
    },
  },
  open: {
    customerReply: 'stays',
    staffReply: 'stays',
    timer: undefined,
    asked: {
      pending: 'ticket:work',
      'on-hold': 'ticket:work',
      solved: 'ticket:solve',
      spam: 'ticket:mark-spam',
    },
  },
  pending: {
    customerReply: 'open',
    staffReply: 'stays',
    timer: { to: 'open', due: 'wait-until' },
    asked: { open: 'ticket:work', 'on-hold': 'ticket:work', solved: 'ticket:solve' },
  },
  'on-hold': {
    customerReply: 'stays',
    staffReply: 'stays',
    timer: { to: 'open', due: 'wait-until' },
    asked: { open: 'ticket:work', pending: 'ticket:work', solved: 'ticket:solve' },
  },
  solved: {
    customerReply: 'open',
    staffReply: 'stays',
    timer: { to: 'closed', due: days(daysUntilClosed) },
    asked: { open: 'ticket:reopen', closed: 'ticket:close' },
  },
  closed: {
    customerReply: 'follow-up',
    staffReply: 'refused',
    timer: undefined,
    asked: { open: 'ticket:reopen-closed' },
  },
  merged: { customerReply: 'survivor', staffReply: 'refused', timer: undefined, asked: {} },
  spam: {
    customerReply: 'stays',
    staffReply: 'refused',
    timer: { to: 'purged', due: days(daysUntilPurged) },
    asked: { open: 'ticket:mark-spam' },
  },
} as const satisfies Record<Status, Row>;

const rowOf = (from: Status): Row => lifecycle[from];

/** The statuses that may be asked for from here, in the table's order. */
export const allowedFrom = (from: Status): readonly Status[] =>
  statuses.filter((to) => rowOf(from).asked[to] !== undefined);

/** Whether the table lists this move. */
export const isListed = (from: Status, to: Status): boolean => rowOf(from).asked[to] !== undefined;

/** What it takes to ask for a status: the edge's permission, or, off the table, that of wanting such a status at all. */
export const permissionToAsk = (from: Status, to: Status): Permission => rowOf(from).asked[to] ?? wanting[to];

const wanting: Record<Status, Permission> = {
  new: 'ticket:work',
  open: 'ticket:work',
  pending: 'ticket:work',
  'on-hold': 'ticket:work',
  solved: 'ticket:solve',
  closed: 'ticket:close',
  merged: 'ticket:merge',
  spam: 'ticket:mark-spam',
};
