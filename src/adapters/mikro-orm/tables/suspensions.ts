import { defineEntity, p } from '@mikro-orm/core';
import { id, moment } from './columns.ts';

const SuspensionTable = defineEntity({
  name: 'Suspension',
  tableName: 'suspensions',
  properties: {
    userId: id().primary(),
    /** The status to return to. */
    statusBefore: p.string().length(16),
    suspendedAt: moment(),
    suspendedBy: id(),
  },
});

/** Who is suspended, beside the people themselves. */
export const suspensionTables = [SuspensionTable] as const;
