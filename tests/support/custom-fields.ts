import type { CustomField } from '#domain/fields/custom-field.ts';
import { CustomFieldId } from '#domain/shared/ids.ts';

/** Which product a ticket is about: for everybody, and customers say it themselves. */
export const product: CustomField = {
  id: CustomFieldId('01957b3e-9c00-7d50-8f10-6d1f0c3a5e01'),
  key: 'product',
  name: 'Product',
  type: 'choice',
  options: [
    { key: 'app', name: 'The app', isArchived: false },
    { key: 'web', name: 'The web shop', isArchived: false },
    { key: 'fax', name: 'The fax', isArchived: true },
  ],
  required: 'never',
  queues: undefined,
  visibility: 'public',
  customersMaySet: true,
  isArchived: false,
};

/** What it cost to make good: for staff alone. */
export const cost: CustomField = {
  ...product,
  id: CustomFieldId('01957b3e-9c00-7d50-8f10-6d1f0c3a5e02'),
  key: 'cost',
  name: 'Cost',
  type: 'number',
  options: [],
  visibility: 'internal',
  customersMaySet: false,
};

/** A custom field like the cost, but for what matters to a test. */
export const fieldWith = (parts: Partial<Omit<CustomField, 'id'>>): CustomField => ({ ...cost, ...parts });
