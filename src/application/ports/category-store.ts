import type { Category } from '#domain/categories/category.ts';

/** A category as stored; every change of it makes another version. */
export type StoredCategory = { readonly category: Category; readonly version: number };

export interface CategoryStore {
  /** Every category as it was within the last seconds, by name. There are few. */
  recent(): Promise<readonly Category[]>;
  /** The same as they are right now. */
  all(): Promise<readonly StoredCategory[]>;
  /** The same, held until the transaction ends: whoever else wants to change one of them waits. */
  hold(): Promise<readonly StoredCategory[]>;
  /** Adds it as version 1. @throws {NameTaken} when another one of its parent has this name. */
  add(category: Category): Promise<void>;
  /** Replaces one that is held. @throws {NameTaken} when another one of its parent has this name. */
  replace(stored: StoredCategory): Promise<void>;
}
