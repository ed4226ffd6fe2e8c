import { after, days } from '../shared/duration.ts';
import { type Change, type Happening, happened } from './change.ts';
import type { Ticket } from './ticket.ts';
import { mergeUndoDays } from './transitions.ts';

/** Since when a ticket is over: closed, or merged for so long that nobody undoes it; `undefined` while it is not. */
export const endedForGood = (ticket: Ticket): Date | undefined => {
  if (ticket.status === 'closed') return ticket.closedAt;
  return ticket.status === 'merged' ? after(ticket.mergedAt, days(mergeUndoDays)) : undefined;
};

/** Tells a ticket's readers that its texts were kept long enough and are gone. */
export const expireTexts = (ticket: Ticket, wanted: Happening): Change =>
  happened(ticket, wanted, { type: 'texts-expired', data: {} });
