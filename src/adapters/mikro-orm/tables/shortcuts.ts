import { defineEntity, p } from '@mikro-orm/core';
import { id, json } from './columns.ts';

const ShortcutTable = defineEntity({
  name: 'Shortcut',
  tableName: 'shortcuts',
  properties: {
    id: id().primary(),
    kind: p.string().length(16),
    /** `global`, `queue:<id>` or `own:<id>`. */
    keeper: p.string().length(64),
    name: p.string().length(255),
    nameKey: p.string().length(100),
    content: json(),
  },
});

/** Canned replies and macros. */
export const shortcutTables = [ShortcutTable] as const;
