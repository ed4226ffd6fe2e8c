import type { TicketLetterKind } from './letter.ts';

/** The letters that people may go without; those about their account always come. */
export const mutableLetters = [
  'ticket-acknowledged',
  'ticket-replied',
  'ticket-solved',
  'ticket-assigned',
  'note-written',
] as const satisfies readonly TicketLetterKind[];

/** A letter that somebody may go without, which is every letter about a ticket. */
export type MutableLetter = (typeof mutableLetters)[number] & TicketLetterKind;
