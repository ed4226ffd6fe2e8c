import { defineEntity, p } from '@mikro-orm/core';
import { flag, id, json } from './columns.ts';

/** What admins want tickets to say beside what all of them do. */
export const CustomFieldTable = defineEntity({
  name: 'CustomField',
  tableName: 'custom_fields',
  properties: {
    id: id().primary(),
    fieldKey: p.string().length(50).unique(),
    name: p.string().length(255),
    type: p.string().length(16),
    options: json(),
    required: p.string().length(16),
    /** `null` for every queue. */
    queueIds: json().nullable(),
    visibility: p.string().length(16),
    customersMaySet: flag(),
    isArchived: flag(),
    version: p.integer(),
  },
});
