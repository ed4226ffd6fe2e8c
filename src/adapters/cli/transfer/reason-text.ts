import type { ImportReason } from '#application/tickets/import-tickets.ts';
import { fieldBreachTexts } from '../../wire/field-value.ts';
import type { Breach } from '../../wire/problem.ts';

/** A reason why a ticket was not imported, in the words of the API's problems. */
export const breachOf = ({ path, code }: ImportReason): Breach => ({ path, code, message: texts[code] });

const texts: Record<ImportReason['code'], string> = {
  ...fieldBreachTexts,
  'unknown-field': 'there is no custom field of this key: make it first',
  merged: 'merged tickets are not imported: import the one that survives',
  'first-message-internal': 'the first message must be public: it is what opened the ticket',
  'not-the-opening': 'must be when the first message was written',
  'too-early': 'must not be before 1970',
  'in-the-future': 'must not be in the future',
  'before-the-opening': 'must not be before openedAt',
  'not-solved': 'goes with the status solved or closed only',
  'not-closed': 'goes with the status closed only',
  'before-solving': 'must not be before solvedAt',
  'before-the-last-change': 'must not be before anything else that happened',
  'wait-until-without-waiting': 'goes with the status pending or on-hold only',
  'customer-not-waiting':
    'goes with the status on-hold, and a reply of the customer as the last public message',
  'unknown-note-author': 'is not known here: only staff have written notes; invite them first',
  'note-author-not-staff': 'is no staff here: only staff have written notes',
  'unknown-assignee': 'is not known here: invite them first',
  'assignee-not-eligible': 'may not hold tickets of this queue',
  'unknown-queue': 'there is no queue of this name: make it first',
  'unknown-category': 'there is no category of these names, one within the other: make it first',
  'unknown-status-label': 'the status of this ticket has no label of this name: make it first',
  'unknown-original': 'no ticket of this name has been imported before this one',
};
