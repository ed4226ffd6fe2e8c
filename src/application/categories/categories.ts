import type { Actor } from '#domain/access/actor.ts';
import { holds } from '#domain/access/policy.ts';
import { type Category, canBeChosen } from '#domain/categories/category.ts';
import {
  type CategoryRevision,
  defineCategory,
  reviseCategory as revise,
} from '#domain/categories/define-category.ts';
import type { CategoryRefusal } from '#domain/categories/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { CategoryId } from '#domain/shared/ids.ts';
import type { StoredCategory } from '../ports/category-store.ts';
import type { IdSource } from '../ports/id-source.ts';
import { NameTaken } from '../ports/queue-store.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';

type Deps = { readonly unitOfWork: UnitOfWork };

export type ListCategories = (actor: Actor) => Promise<readonly Category[]>;

/** The categories by name: all for staff, for customers those that can be chosen. */
export const listCategories =
  ({ unitOfWork }: Deps): ListCategories =>
  async (actor) => {
    const all = (await unitOfWork.run((tx) => tx.categories.all())).map(({ category }) => category);
    return holds(actor, 'ticket:read-internal') ? all : all.filter((one) => canBeChosen(one, all));
  };

export type ReadCategory = (id: CategoryId) => Promise<StoredCategory | undefined>;

/** One category as it is right now, archived or not: a ticket that has it still shows it. */
export const readCategory =
  ({ unitOfWork }: Deps): ReadCategory =>
  async (wanted) =>
    (await unitOfWork.run((tx) => tx.categories.all())).find(({ category }) => category.id === wanted);

export type MakeCategory = (
  wanted: Omit<Category, 'id'>,
  actor: Actor,
) => Promise<Decision<StoredCategory, CategoryRefusal>>;

/** Makes a category: tickets take it on this node at once, on others within seconds. */
export const makeCategory =
  ({ unitOfWork, ids }: Deps & { readonly ids: IdSource }): MakeCategory =>
  (wanted, actor) =>
    unlessTaken(() =>
      unitOfWork.run(async (tx) => {
        const all = categoriesOf(await tx.categories.hold());
        const decision = defineCategory({ ...wanted, id: CategoryId(ids.next()) }, { by: actor, all });
        if (!decision.ok) return decision;
        const category = decision.outcome;
        const unfit = await unfitQueue(tx, category, undefined);
        if (unfit) return refuse(unfit);
        await tx.categories.add(category);
        await tx.audit.append({
          action: 'category-made',
          actor: actor.id,
          subject: { kind: 'category', id: category.id },
          after: category,
        });
        return accept({ category, version: 1 });
      }),
    );

type RevisionRefusal = CategoryRefusal | { readonly code: 'version-mismatch'; readonly version: number };

export type ReviseCategory = (
  command: {
    readonly category: CategoryId;
    /** The versions the caller would change; `undefined` for any. */
    readonly ifMatch: readonly number[] | undefined;
    readonly revision: CategoryRevision;
  },
  actor: Actor,
) => Promise<Decision<StoredCategory, RevisionRefusal>>;

/** Changes a category for whatever tickets are opened or changed from now on; those that have it keep it. */
export const reviseCategory =
  ({ unitOfWork }: Deps): ReviseCategory =>
  ({ category: id, ifMatch, revision }, actor) =>
    unlessTaken(() =>
      unitOfWork.run<Decision<StoredCategory, RevisionRefusal>>(async (tx) => {
        // every one is held: two moves at once cannot put two of them within each other
        const held = await tx.categories.hold();
        const stored = held.find(({ category }) => category.id === id);
        if (stored === undefined) return refuse({ code: 'not-found' });
        const { category: before, version } = stored;
        const decision = revise(before, { by: actor, all: categoriesOf(held), revision });
        if (!decision.ok && decision.refusal.code === 'not-permitted') return decision;
        if (ifMatch !== undefined && !ifMatch.includes(version))
          return refuse({ code: 'version-mismatch', version });
        if (!decision.ok) return decision;
        const after = decision.outcome;
        const unfit = await unfitQueue(tx, after, before);
        if (unfit) return refuse(unfit);
        if (JSON.stringify(after) === JSON.stringify(before)) return accept(stored);
        const revised = { category: after, version: version + 1 };
        await tx.categories.replace(revised);
        await tx.audit.append({
          ...{ action: 'category-changed', actor: actor.id, before, after },
          subject: { kind: 'category', id },
        });
        return accept(revised);
      }),
    );

const categoriesOf = (stored: readonly StoredCategory[]): readonly Category[] =>
  stored.map(({ category }) => category);

/** Another default queue must take tickets; one that was archived since may stay. */
const unfitQueue = async (
  tx: Transaction,
  { defaultQueue }: Category,
  before: Category | undefined,
): Promise<CategoryRefusal | undefined> => {
  if (defaultQueue === undefined || defaultQueue === before?.defaultQueue) return undefined;
  const queue = await tx.queues.find(defaultQueue);
  if (queue === undefined) return { code: 'unknown-queue' };
  return queue.isArchived ? { code: 'queue-archived' } : undefined;
};

const unlessTaken = async <Refusal>(
  work: () => Promise<Decision<StoredCategory, Refusal>>,
): Promise<Decision<StoredCategory, Refusal | CategoryRefusal>> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NameTaken) return refuse({ code: 'name-taken' });
    throw error;
  }
};
