import type { Keeper, Shortcut, ShortcutKind } from '#domain/automation/shortcut.ts';
import type { ShortcutId } from '#domain/shared/ids.ts';

/** Canned replies and macros, inside one transaction. */
export interface ShortcutStore {
  /** At most `limit` of those that are kept for any of these, after the one of this id, by id. */
  page(
    kind: ShortcutKind,
    keepers: readonly Keeper[],
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly Shortcut[]>;
  find(kind: ShortcutKind, id: ShortcutId): Promise<Shortcut | undefined>;
  /** @throws {NameTaken} when one of the kind is kept there under this name; names are compared without regard to case. */
  add(shortcut: Shortcut): Promise<void>;
  /** @throws {NameTaken} as `add` does. */
  replace(shortcut: Shortcut): Promise<void>;
  remove(id: ShortcutId): Promise<void>;
}
