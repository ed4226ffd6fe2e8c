import type { Actor } from '../access/actor.ts';
import type { Permission } from '../access/permissions.ts';
import { holds, holdsGlobally, mayInQueue } from '../access/policy.ts';
import type { QueueId, ShortcutId, UserId } from '../shared/ids.ts';
import type { MacroAction } from './macro.ts';

/** For whom a shortcut is kept: one person, everybody who works in a queue, or all staff. */
export type Keeper =
  | { readonly kind: 'own'; readonly user: UserId }
  | { readonly kind: 'queue'; readonly queue: QueueId }
  | { readonly kind: 'global' };

type Kept = { readonly id: ShortcutId; readonly name: string; readonly keeper: Keeper };

/** A text to answer with. */
export type CannedReply = Kept & { readonly kind: 'canned-reply'; readonly text: string };
/** Several changes of a ticket, taken together. */
export type Macro = Kept & { readonly kind: 'macro'; readonly actions: readonly MacroAction[] };

/** What saves staff from doing or writing the same again. */
export type Shortcut = CannedReply | Macro;
export type ShortcutKind = Shortcut['kind'];

/** The right without which nobody has shortcuts at all. */
export const toHaveShortcuts = 'ticket:read-internal' satisfies Permission;

/** Whether an actor sees what is kept so, and may use it. */
export const mayUse = (actor: Actor, keeper: Keeper): boolean => {
  switch (keeper.kind) {
    case 'own':
      return keeper.user === actor.id && holds(actor, toHaveShortcuts);
    case 'queue':
      return mayInQueue(actor, toHaveShortcuts, keeper.queue);
    case 'global':
      return holds(actor, toHaveShortcuts);
  }
};

/** What an actor lacks to make, change or delete what is kept so. */
export const missingToKeep = (actor: Actor, keeper: Keeper): Permission | undefined => {
  const mayKeep: Record<Keeper['kind'], (kept: Keeper) => boolean> = {
    own: (kept) => mayUse(actor, kept),
    queue: (kept) => kept.kind === 'queue' && mayInQueue(actor, 'macro:manage', kept.queue),
    global: () => holdsGlobally(actor, 'macro:manage'),
  };
  if (mayKeep[keeper.kind](keeper)) return undefined;
  return keeper.kind === 'own' ? toHaveShortcuts : 'macro:manage';
};

/** Whether what is kept so is meant for the tickets of a queue. */
export const isForQueue = (keeper: Keeper, queue: QueueId): boolean =>
  keeper.kind !== 'queue' || keeper.queue === queue;
