import { defineEntity, p } from '@mikro-orm/core';
import { flag, id } from './columns.ts';

/** Admins' own words for tickets in a status. */
export const StatusLabelTable = defineEntity({
  name: 'StatusLabel',
  tableName: 'status_labels',
  properties: {
    id: id().primary(),
    name: p.string().length(255),
    nameKey: p.string().length(100),
    status: p.string().length(16),
    isArchived: flag(),
    version: p.integer(),
  },
});
