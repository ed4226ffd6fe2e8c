import type { StatusLabelId } from '../shared/ids.ts';
import type { Status } from '../tickets/transitions.ts';

/** The statuses that labels refine. Closed and merged tickets never change: they carry none. */
export const labelledStatuses = [
  'new',
  'open',
  'pending',
  'on-hold',
  'solved',
  'spam',
] as const satisfies readonly Status[];
export type LabelledStatus = (typeof labelledStatuses)[number];

/** An admin's own word for tickets in one status, known to everybody. Behaviour hangs on the status alone. */
export type StatusLabel = {
  readonly id: StatusLabelId;
  readonly name: string;
  /** Fixed for ever. */
  readonly status: LabelledStatus;
  /** Whether no ticket is given it any more; those that have it keep it. */
  readonly isArchived: boolean;
};

/** How many status labels there are at most, archived ones included. */
export const mostStatusLabels = 200;
