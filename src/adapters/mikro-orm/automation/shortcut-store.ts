import { NameTaken } from '#application/ports/queue-store.ts';
import type { ShortcutStore } from '#application/ports/shortcut-store.ts';
import type { MacroAction } from '#domain/automation/macro.ts';
import type { Keeper, Shortcut } from '#domain/automation/shortcut.ts';
import { QueueId, ShortcutId, UserId } from '#domain/shared/ids.ts';
import { CorruptRow } from '../corrupt-row.ts';
import { nameKey } from '../name-key.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';

/** Canned replies and macros; meant to be used inside a transaction. */
export const mikroOrmShortcutStore = (session: Session): ShortcutStore => ({
  async page(kind, keepers, { after, limit }) {
    const rows = await session
      .db()
      .selectFrom('shortcuts')
      .selectAll()
      .where('kind', '=', kind)
      .where('keeper', 'in', keepers.map(keeperKey))
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(toShortcut);
  },

  async find(kind, id) {
    const row = await session
      .db()
      .selectFrom('shortcuts')
      .selectAll()
      .where('id', '=', id)
      .where('kind', '=', kind)
      .executeTakeFirst();
    return row && toShortcut(row);
  },

  add: (shortcut) =>
    unlessTaken(session, shortcut.name, () =>
      session
        .db()
        .insertInto('shortcuts')
        .values({ id: shortcut.id, kind: shortcut.kind, ...columns(shortcut) })
        .execute(),
    ),

  replace: (shortcut) =>
    unlessTaken(session, shortcut.name, () =>
      session.db().updateTable('shortcuts').set(columns(shortcut)).where('id', '=', shortcut.id).execute(),
    ),

  async remove(id) {
    await session.db().deleteFrom('shortcuts').where('id', '=', id).execute();
  },
});

const columns = (shortcut: Shortcut) => ({
  keeper: keeperKey(shortcut.keeper),
  name: shortcut.name,
  name_key: nameKey(shortcut.name),
  content: JSON.stringify(shortcut.kind === 'macro' ? shortcut.actions : shortcut.text),
});

/** For whom a shortcut is kept, as its column has it. */
export const keeperKey = (keeper: Keeper): string => {
  switch (keeper.kind) {
    case 'own':
      return `own:${keeper.user}`;
    case 'queue':
      return `queue:${keeper.queue}`;
    case 'global':
      return 'global';
  }
};

const toKeeper = (key: string): Keeper => {
  const [kind, id = ''] = key.split(':');
  if (kind === 'own') return { kind, user: UserId(id) };
  return kind === 'queue' ? { kind, queue: QueueId(id) } : { kind: 'global' };
};

// only content that was parsed was ever stored
const toShortcut = ({ id, kind, keeper, name, content }: RowOf<'shortcuts'>): Shortcut => {
  const kept = { id: ShortcutId(id), name, keeper: toKeeper(keeper) };
  switch (kind) {
    case 'macro':
      return { ...kept, kind, actions: JSON.parse(content) as readonly MacroAction[] };
    case 'canned-reply':
      return { ...kept, kind, text: JSON.parse(content) as string };
    default:
      throw new CorruptRow('shortcuts', id, `kind "${kind}"`);
  }
};

const unlessTaken = async (session: Session, name: string, write: () => Promise<unknown>): Promise<void> => {
  try {
    await write();
  } catch (error) {
    if (session.dialect.classify(error) !== 'duplicate') throw error;
    throw new NameTaken(name, { cause: error });
  }
};
