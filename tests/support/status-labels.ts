import type { StatusLabel } from '#domain/labels/status-label.ts';
import { StatusLabelId } from '#domain/shared/ids.ts';

/** What is on hold until parts arrive. */
export const awaitingParts: StatusLabel = {
  id: StatusLabelId('01957b3e-9c00-7f60-8f10-6d1f0c3a5e01'),
  name: 'Waiting for parts',
  status: 'on-hold',
  isArchived: false,
};

/** What somebody looks over before it goes on. */
export const inReview: StatusLabel = {
  ...awaitingParts,
  id: StatusLabelId('01957b3e-9c00-7f60-8f10-6d1f0c3a5e02'),
  name: 'In review',
  status: 'open',
};
