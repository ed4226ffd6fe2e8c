import type { Actor } from '#domain/access/actor.ts';
import { defineLabel, reviseLabel, type StatusLabelRevision } from '#domain/labels/define-label.ts';
import type { StatusLabelRefusal } from '#domain/labels/refusal.ts';
import { mostStatusLabels, type StatusLabel } from '#domain/labels/status-label.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { StatusLabelId } from '#domain/shared/ids.ts';
import type { IdSource } from '../ports/id-source.ts';
import { NameTaken } from '../ports/queue-store.ts';
import type { StoredStatusLabel } from '../ports/status-label-store.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

type Deps = { readonly unitOfWork: UnitOfWork };

export type ListStatusLabels = () => Promise<readonly StatusLabel[]>;

/** Every status label, in the order in which they were made: whoever sees a ticket sees its label. */
export const listStatusLabels =
  ({ unitOfWork }: Deps): ListStatusLabels =>
  () =>
    unitOfWork.run((tx) => tx.statusLabels.all());

export type ReadStatusLabel = (id: StatusLabelId) => Promise<StoredStatusLabel | undefined>;

/** One status label as it is right now. */
export const readStatusLabel =
  ({ unitOfWork }: Deps): ReadStatusLabel =>
  (id) =>
    unitOfWork.run((tx) => tx.statusLabels.stored(id));

export type MakeStatusLabel = (
  wanted: Pick<StatusLabel, 'name' | 'status'>,
  actor: Actor,
) => Promise<Decision<StoredStatusLabel, StatusLabelRefusal>>;

/** Makes a status label: tickets take it on this node at once, on others within seconds. */
export const makeStatusLabel =
  ({ unitOfWork, ids }: Deps & { readonly ids: IdSource }): MakeStatusLabel =>
  async (wanted, actor) => {
    const decision = defineLabel(
      { ...wanted, id: StatusLabelId(ids.next()), isArchived: false },
      { by: actor },
    );
    if (!decision.ok) return decision;
    const label = decision.outcome;
    return unlessNameTaken(() =>
      unitOfWork.run(async (tx) => {
        if ((await tx.statusLabels.all()).length >= mostStatusLabels)
          return refuse({ code: 'too-many-status-labels', limit: mostStatusLabels });
        await tx.statusLabels.add(label);
        await tx.audit.append({
          action: 'status-label-made',
          actor: actor.id,
          subject: { kind: 'status-label', id: label.id },
          after: label,
        });
        return accept({ label, version: 1 });
      }),
    );
  };

export type ReviseStatusLabel = (
  command: {
    readonly label: StatusLabelId;
    /** The versions the caller would change; `undefined` for any. */
    readonly ifMatch: readonly number[] | undefined;
    readonly revision: StatusLabelRevision;
  },
  actor: Actor,
) => Promise<Decision<StoredStatusLabel, RevisionRefusal>>;

type RevisionRefusal = StatusLabelRefusal | { readonly code: 'version-mismatch'; readonly version: number };

/** Renames a status label wherever it stands, or archives it; tickets that have it keep it. */
export const reviseStatusLabel =
  ({ unitOfWork }: Deps): ReviseStatusLabel =>
  ({ label: id, ifMatch, revision }, actor) =>
    unlessNameTaken<StoredStatusLabel, RevisionRefusal>(() =>
      unitOfWork.run(async (tx) => {
        const stored = await tx.statusLabels.hold(id);
        if (stored === undefined) return refuse({ code: 'not-found' });
        const { label: before, version } = stored;
        const decision = reviseLabel(before, { by: actor, revision });
        if (!decision.ok) return decision;
        if (ifMatch !== undefined && !ifMatch.includes(version))
          return refuse({ code: 'version-mismatch', version });
        const after = decision.outcome;
        if (after.name === before.name && after.isArchived === before.isArchived) return accept(stored);
        const revised = { label: after, version: version + 1 };
        await tx.statusLabels.replace(revised);
        await tx.audit.append({
          ...{ action: 'status-label-changed', actor: actor.id, before, after },
          subject: { kind: 'status-label', id },
        });
        return accept(revised);
      }),
    );

const unlessNameTaken = async <Outcome, Refusal>(
  work: () => Promise<Decision<Outcome, Refusal>>,
): Promise<Decision<Outcome, Refusal | { readonly code: 'name-taken' }>> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NameTaken) return refuse({ code: 'name-taken' });
    throw error;
  }
};
