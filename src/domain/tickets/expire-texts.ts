import { type Change, type Happening, happened } from './change.ts';
import type { Ticket } from './ticket.ts';

/** Tells a ticket's readers that its texts were kept long enough and are gone. */
export const expireTexts = (ticket: Ticket, wanted: Happening): Change =>
  happened(ticket, wanted, { type: 'texts-expired', data: {} });
