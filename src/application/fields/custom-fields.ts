import type { Actor } from '#domain/access/actor.ts';
import { type CustomField, mostCustomFields } from '#domain/fields/custom-field.ts';
import {
  type CustomFieldRevision,
  defineField,
  maySeeField,
  reviseField,
} from '#domain/fields/define-field.ts';
import type { CustomFieldRefusal } from '#domain/fields/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { CustomFieldId } from '#domain/shared/ids.ts';
import { KeyTaken, type StoredCustomField } from '../ports/custom-field-store.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';

type Deps = { readonly unitOfWork: UnitOfWork };

export type ListCustomFields = (actor: Actor) => Promise<readonly CustomField[]>;

/** The custom fields that an actor may know of, in the order in which they were made. */
export const listCustomFields =
  ({ unitOfWork }: Deps): ListCustomFields =>
  async (actor) =>
    (await unitOfWork.run((tx) => tx.customFields.all())).filter((field) => maySeeField(actor, field));

export type ReadCustomField = (id: CustomFieldId, actor: Actor) => Promise<StoredCustomField | undefined>;

/** One custom field as it is right now, for whoever may know of it; for others there is none. */
export const readCustomField =
  ({ unitOfWork }: Deps): ReadCustomField =>
  async (id, actor) => {
    const stored = await unitOfWork.run((tx) => tx.customFields.stored(id));
    return stored && maySeeField(actor, stored.field) ? stored : undefined;
  };

export type MakeCustomField = (
  wanted: Omit<CustomField, 'id'>,
  actor: Actor,
) => Promise<Decision<StoredCustomField, CustomFieldRefusal>>;

/** Makes a custom field: tickets take it on this node at once, on others within seconds. */
export const makeCustomField =
  ({ unitOfWork, ids }: Deps & { readonly ids: IdSource }): MakeCustomField =>
  async (wanted, actor) => {
    const decision = defineField({ ...wanted, id: CustomFieldId(ids.next()) }, { by: actor });
    if (!decision.ok) return decision;
    const field = decision.outcome;
    try {
      return await unitOfWork.run(async (tx) => {
        const unknown = await unknownQueue(tx, field);
        if (unknown) return refuse(unknown);
        if ((await tx.customFields.all()).length >= mostCustomFields)
          return refuse({ code: 'too-many-custom-fields', limit: mostCustomFields });
        await tx.customFields.add(field);
        await tx.audit.append({
          action: 'custom-field-made',
          actor: actor.id,
          subject: { kind: 'custom-field', id: field.id },
          after: field,
        });
        return accept({ field, version: 1 });
      });
    } catch (error) {
      if (error instanceof KeyTaken) return refuse({ code: 'key-taken' });
      throw error;
    }
  };

export type ReviseCustomField = (
  command: {
    readonly field: CustomFieldId;
    /** The versions the caller would change; `undefined` for any. */
    readonly ifMatch: readonly number[] | undefined;
    readonly revision: CustomFieldRevision;
  },
  actor: Actor,
) => Promise<
  Decision<
    StoredCustomField,
    CustomFieldRefusal | { readonly code: 'version-mismatch'; readonly version: number }
  >
>;

/** Changes a custom field for whatever tickets are given from now on; the values they have stay. */
export const reviseCustomField =
  ({ unitOfWork }: Deps): ReviseCustomField =>
  ({ field: id, ifMatch, revision }, actor) =>
    unitOfWork.run(async (tx) => {
      const stored = await tx.customFields.hold(id);
      if (stored === undefined || !maySeeField(actor, stored.field)) return refuse({ code: 'not-found' });
      const { field: before, version } = stored;
      const decision = reviseField(before, { by: actor, revision });
      if (!decision.ok && decision.refusal.code === 'not-permitted') return decision;
      if (ifMatch !== undefined && !ifMatch.includes(version))
        return refuse({ code: 'version-mismatch', version });
      if (!decision.ok) return decision;
      const after = decision.outcome;
      const unknown = await unknownQueue(tx, after);
      if (unknown) return refuse(unknown);
      if (JSON.stringify(after) === JSON.stringify(before)) return accept(stored);
      const revised = { field: after, version: version + 1 };
      await tx.customFields.replace(revised);
      await tx.audit.append({
        ...{ action: 'custom-field-changed', actor: actor.id, before, after },
        subject: { kind: 'custom-field', id },
      });
      return accept(revised);
    });

const unknownQueue = async (
  tx: Transaction,
  { queues = [] }: CustomField,
): Promise<CustomFieldRefusal | undefined> => {
  for (const queue of queues) {
    if ((await tx.queues.find(queue)) === undefined) return { code: 'unknown-queue', queue };
  }
  return undefined;
};
