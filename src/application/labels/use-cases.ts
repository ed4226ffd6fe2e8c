import { listStatusLabels, makeStatusLabel, readStatusLabel, reviseStatusLabel } from './status-labels.ts';

/** What Hexdesk can be asked to do about the words for statuses. */
export const labelUseCases = {
  listStatusLabels,
  readStatusLabel,
  makeStatusLabel,
  reviseStatusLabel,
} as const;
