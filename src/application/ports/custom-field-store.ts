import type { CustomField } from '#domain/fields/custom-field.ts';
import type { CustomFieldId } from '#domain/shared/ids.ts';

/** A custom field as stored; every change of it makes another version. */
export type StoredCustomField = { readonly field: CustomField; readonly version: number };

export interface CustomFieldStore {
  /** Every custom field as it was within the last seconds, in the order in which they were made. There are few. */
  recent(): Promise<readonly CustomField[]>;
  /** The same as they are right now. */
  all(): Promise<readonly CustomField[]>;
  /** The field as it is right now. */
  stored(id: CustomFieldId): Promise<StoredCustomField | undefined>;
  /** The same, held until the transaction ends: whoever else wants to change it waits. */
  hold(id: CustomFieldId): Promise<StoredCustomField | undefined>;
  /** Adds it as version 1. @throws {KeyTaken} when there is one of this key. */
  add(field: CustomField): Promise<void>;
  /** Replaces a field that is held. */
  replace(stored: StoredCustomField): Promise<void>;
}

/** The key is another field's already. */
export class KeyTaken extends Error {
  readonly code = 'key-taken';
}
