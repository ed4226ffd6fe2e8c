import type { Actor } from '#domain/access/actor.ts';
import { holds, mayInQueue } from '#domain/access/policy.ts';
import type { ShortcutRefusal } from '#domain/automation/refusal.ts';
import {
  type Keeper,
  type Macro,
  mayUse,
  missingToKeep,
  type Shortcut,
  type ShortcutKind,
  toHaveShortcuts,
} from '#domain/automation/shortcut.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { ShortcutId } from '#domain/shared/ids.ts';
import type { IdSource } from '../ports/id-source.ts';
import { NameTaken } from '../ports/queue-store.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';

type Deps = { readonly unitOfWork: UnitOfWork };
type Named = { readonly kind: ShortcutKind; readonly id: ShortcutId };
type ShortcutDecision = Decision<Shortcut, ShortcutRefusal>;

export type ListShortcuts = (
  wanted: { readonly kind: ShortcutKind; readonly after: string; readonly limit: number },
  actor: Actor,
) => Promise<
  Decision<{ readonly items: readonly Shortcut[]; readonly next: string | undefined }, ShortcutRefusal>
>;

/** The shortcuts that an actor may use: their own, those of their queues, and those for all. */
export const listShortcuts =
  ({ unitOfWork }: Deps): ListShortcuts =>
  ({ kind, after, limit }, actor) =>
    unitOfWork.run(async (tx) => {
      if (!holds(actor, toHaveShortcuts))
        return refuse({ code: 'not-permitted', permission: toHaveShortcuts });
      const queues = await tx.queues.all();
      const keepers: readonly Keeper[] = [
        { kind: 'global' },
        { kind: 'own', user: actor.id },
        ...queues
          .filter(({ id }) => mayInQueue(actor, toHaveShortcuts, id))
          .map(({ id }): Keeper => ({ kind: 'queue', queue: id })),
      ];
      const found = await tx.shortcuts.page(kind, keepers, { after, limit: limit + 1 });
      const items = found.slice(0, limit);
      return accept({ items, next: found.length > limit ? items.at(-1)?.id : undefined });
    });

export type ReadShortcut = (named: Named, actor: Actor) => Promise<Shortcut | undefined>;

/** One shortcut, as far as the actor may use it. */
export const readShortcut =
  ({ unitOfWork }: Deps): ReadShortcut =>
  (named, actor) =>
    unitOfWork.run((tx) => seen(tx, named, actor));

export type MakeShortcut = (
  wanted: Content & { readonly name: string; readonly keeper: Keeper },
  actor: Actor,
) => Promise<ShortcutDecision>;

/** What there is to a shortcut of either kind. */
export type Content =
  | { readonly kind: 'canned-reply'; readonly text: string }
  | { readonly kind: 'macro'; readonly actions: Macro['actions'] };

/** Keeps a shortcut for oneself, or, for those who may, for a queue or for all. */
export const makeShortcut =
  ({ unitOfWork, ids }: Deps & { readonly ids: IdSource }): MakeShortcut =>
  (wanted, actor) =>
    unlessNameTaken(() =>
      unitOfWork.run(async (tx) => {
        const missing = missingToKeep(actor, wanted.keeper);
        if (missing) return refuse({ code: 'not-permitted', permission: missing });
        const { keeper } = wanted;
        if (keeper.kind === 'queue' && (await tx.queues.find(keeper.queue)) === undefined)
          return refuse({ code: 'unknown-scope' });
        const shortcut: Shortcut = { ...wanted, id: ShortcutId(ids.next()) };
        await tx.shortcuts.add(shortcut);
        return accept(shortcut);
      }),
    );

export type ReviseShortcut = (
  command: Named & { readonly name: string | undefined; readonly content: Content | undefined },
  actor: Actor,
) => Promise<ShortcutDecision>;

/** Changes a shortcut for everybody it is kept for. */
export const reviseShortcut =
  ({ unitOfWork }: Deps): ReviseShortcut =>
  ({ name, content, ...named }, actor) =>
    unlessNameTaken(() =>
      onKept(unitOfWork, named, actor, async (tx, before) => {
        const after: Shortcut = { ...before, ...content, name: name ?? before.name };
        await tx.shortcuts.replace(after);
        return after;
      }),
    );

export type DeleteShortcut = (named: Named, actor: Actor) => Promise<ShortcutDecision>;

/** Deletes a shortcut; what it did or said before stays. */
export const deleteShortcut =
  ({ unitOfWork }: Deps): DeleteShortcut =>
  (named, actor) =>
    onKept(unitOfWork, named, actor, async (tx, shortcut) => {
      await tx.shortcuts.remove(shortcut.id);
      return shortcut;
    });

/** A shortcut that the actor may use, in a transaction that runs already. */
export const seen = async (
  tx: Transaction,
  { kind, id }: Named,
  actor: Actor,
): Promise<Shortcut | undefined> => {
  const found = await tx.shortcuts.find(kind, id);
  return found && mayUse(actor, found.keeper) ? found : undefined;
};

const onKept = (
  unitOfWork: UnitOfWork,
  named: Named,
  actor: Actor,
  work: (tx: Transaction, shortcut: Shortcut) => Promise<Shortcut>,
): Promise<ShortcutDecision> =>
  unitOfWork.run(async (tx) => {
    const shortcut = await seen(tx, named, actor);
    if (shortcut === undefined) return refuse({ code: 'not-found' });
    const missing = missingToKeep(actor, shortcut.keeper);
    return missing
      ? refuse({ code: 'not-permitted', permission: missing })
      : accept(await work(tx, shortcut));
  });

const unlessNameTaken = async (work: () => Promise<ShortcutDecision>): Promise<ShortcutDecision> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NameTaken) return refuse({ code: 'name-taken' });
    throw error;
  }
};
