import { accept, type Decision, refuse } from '../shared/decision.ts';
import { isCleanText, lengthOf } from '../shared/text.ts';
import type { CustomField } from './custom-field.ts';

/** A value of a custom field; a date is its text, as `2026-03-02`, a choice the keys of options. */
export type FieldValue = string | number | boolean | readonly string[];

/** Values by the keys of their fields. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** What becomes of values, by the keys of their fields; `null` takes one away. */
export type FieldChanges = Readonly<Record<string, FieldValue | null>>;

/** Why a value does not fit a field. Codes are API: add, never rename. */
export type ValueBreach =
  | 'invalid-type'
  | 'blank'
  | 'too-long'
  | 'forbidden-character'
  | 'invalid-date'
  | 'out-of-range'
  | 'unknown-option'
  | 'duplicate';

export const noValues: FieldValues = {};

/** Longest text of a field, in characters. */
export const longestFieldText = 2000;
/** The greatest number, either way: beyond it not every whole number has a form of its own. */
export const greatestNumber = Number.MAX_SAFE_INTEGER;

/** The value under a key, if there is one. */
export const valueUnder = <Value>(values: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined;

/** Values after a change of some of them. */
export const withChanges = (values: FieldValues, changes: FieldChanges): FieldValues => ({
  ...Object.fromEntries(Object.entries(values).filter(([key]) => !Object.hasOwn(changes, key))),
  ...Object.fromEntries(
    Object.entries(changes).filter((change): change is [string, FieldValue] => change[1] !== null),
  ),
});

/** Whether two values say the same. */
export const sameValue = (one: FieldValue | null, other: FieldValue | null): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

/** A value as its field keeps it, `null` for none; an archived option stays only where it was before. */
export const fitting = (
  field: CustomField,
  raw: FieldValue,
  before: FieldValue | undefined,
): Decision<FieldValue | null, ValueBreach> => {
  switch (field.type) {
    case 'text':
      return typeof raw === 'string' ? fittingText(raw) : refuse('invalid-type');
    case 'number':
      return typeof raw === 'number' ? fittingNumber(raw) : refuse('invalid-type');
    case 'date':
      return typeof raw === 'string' && isDate(raw) ? accept(raw) : refuse('invalid-date');
    case 'boolean':
      return typeof raw === 'boolean' ? accept(raw) : refuse('invalid-type');
    case 'choice':
      if (typeof raw !== 'string') return refuse('invalid-type');
      return isChoosable(field, raw, before) ? accept(raw) : refuse('unknown-option');
    case 'multi-choice':
      return fittingChoices(field, raw, before);
  }
};

const fittingText = (raw: string): Decision<string, ValueBreach> => {
  if (raw.trim() === '') return refuse('blank');
  if (!isCleanText(raw)) return refuse('forbidden-character');
  return lengthOf(raw) > longestFieldText ? refuse('too-long') : accept(raw);
};

/** Zero has no sign, as in what is stored. */
const fittingNumber = (raw: number): Decision<number, ValueBreach> =>
  Math.abs(raw) <= greatestNumber ? accept(raw === 0 ? 0 : raw) : refuse('out-of-range');

const isDate = (raw: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(raw)) return false;
  const at = new Date(`${raw}T00:00:00.000Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(raw);
};

const fittingChoices = (
  field: CustomField,
  raw: FieldValue,
  before: FieldValue | undefined,
): Decision<FieldValue | null, ValueBreach> => {
  if (typeof raw !== 'object') return refuse('invalid-type');
  if (new Set(raw).size < raw.length) return refuse('duplicate');
  if (!raw.every((key) => isChoosable(field, key, before))) return refuse('unknown-option');
  return accept(raw.length === 0 ? null : raw);
};

const isChoosable = ({ options }: CustomField, key: string, before: FieldValue | undefined): boolean =>
  options.some((option) => option.key === key && !option.isArchived) ||
  before === key ||
  (typeof before === 'object' && before.includes(key));
