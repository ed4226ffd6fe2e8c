import { defineEntity, p } from '@mikro-orm/core';
import { flag, id } from './columns.ts';

/** What tickets are about. */
export const CategoryTable = defineEntity({
  name: 'Category',
  tableName: 'categories',
  properties: {
    id: id().primary(),
    /** Empty at the top: the names of those at the top are unique, too, and nothing is equal to null. */
    parentId: id().default(''),
    name: p.string().length(255),
    nameKey: p.string().length(100),
    defaultQueueId: id().nullable(),
    defaultPriority: p.smallint().nullable(),
    isArchived: flag(),
    version: p.integer(),
  },
});
