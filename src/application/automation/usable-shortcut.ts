import type { Actor } from '#domain/access/actor.ts';
import {
  type CannedReply,
  isForQueue,
  type Macro,
  type Shortcut,
  type ShortcutKind,
  toHaveShortcuts,
} from '#domain/automation/shortcut.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { ShortcutId } from '#domain/shared/ids.ts';
import type { TicketRefusal } from '#domain/tickets/refusal.ts';
import type { Found } from '../tickets/change-ticket.ts';
import { seen } from './shortcuts.ts';

type NotHere = Extract<TicketRefusal, { readonly code: 'not-permitted' }>;
type Usable<Kind extends Shortcut> = Promise<Decision<Kind, NotHere | { readonly code: 'unknown-macro' }>>;

/** A macro that the actor may use on this ticket: whoever is not staff here has none. */
export const macroFor = async (found: Found, id: ShortcutId, actor: Actor): Usable<Macro> => {
  const shortcut = await usable(found, 'macro', id, actor);
  if (!shortcut.ok) return shortcut;
  return shortcut.outcome.kind === 'macro' ? accept(shortcut.outcome) : refuse({ code: 'unknown-macro' });
};

/** The same for canned replies. */
export const cannedReplyFor = async (found: Found, id: ShortcutId, actor: Actor): Usable<CannedReply> => {
  const shortcut = await usable(found, 'canned-reply', id, actor);
  if (!shortcut.ok) return shortcut;
  return shortcut.outcome.kind === 'canned-reply'
    ? accept(shortcut.outcome)
    : refuse({ code: 'unknown-macro' });
};

const usable = async (
  { tx, ticket, audience }: Found,
  kind: ShortcutKind,
  id: ShortcutId,
  actor: Actor,
): Usable<Shortcut> => {
  if (audience !== 'staff') return refuse({ code: 'not-permitted', permission: toHaveShortcuts });
  const shortcut = await seen(tx, { kind, id }, actor);
  return shortcut && isForQueue(shortcut.keeper, ticket.queue)
    ? accept(shortcut)
    : refuse({ code: 'unknown-macro' });
};

/** Why nothing is said or done on a ticket any more: it went into another. */
export const mergedAway = ({ ticket }: Found): TicketRefusal | undefined =>
  ticket.status === 'merged' ? { code: 'ticket-merged', survivorId: ticket.survivor } : undefined;
