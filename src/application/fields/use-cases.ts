import { listCustomFields, makeCustomField, readCustomField, reviseCustomField } from './custom-fields.ts';

/** What Hexdesk can be asked to do about what tickets say beside what all of them do. */
export const fieldUseCases = {
  listCustomFields,
  readCustomField,
  makeCustomField,
  reviseCustomField,
} as const;
