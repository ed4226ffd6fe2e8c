import type { StatusLabel } from '#domain/labels/status-label.ts';
import type { StatusLabelId } from '#domain/shared/ids.ts';

/** A status label as stored; every change of it makes another version. */
export type StoredStatusLabel = { readonly label: StatusLabel; readonly version: number };

export interface StatusLabelStore {
  /** Every status label as it was within the last seconds, in the order in which they were made. There are few. */
  recent(): Promise<readonly StatusLabel[]>;
  /** The same as they are right now. */
  all(): Promise<readonly StatusLabel[]>;
  /** The label as it is right now. */
  stored(id: StatusLabelId): Promise<StoredStatusLabel | undefined>;
  /** The same, held until the transaction ends: whoever else wants to change it waits. */
  hold(id: StatusLabelId): Promise<StoredStatusLabel | undefined>;
  /** Adds it as version 1. @throws {NameTaken} when there is one of this name for its status. */
  add(label: StatusLabel): Promise<void>;
  /** Replaces a label that is held. @throws {NameTaken} when there is another one of this name for its status. */
  replace(stored: StoredStatusLabel): Promise<void>;
}
