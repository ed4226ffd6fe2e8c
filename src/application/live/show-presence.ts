import type { Actor } from '#domain/access/actor.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { may } from '#domain/access/policy.ts';
import { audienceFor } from '#domain/access/visibility.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { TicketRef } from '../ports/stored-ticket.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { Presence } from './presence.ts';
import type { Activity } from './presence-view.ts';

export type PresenceCommand = {
  readonly connection: string;
  readonly ticket: TicketRef;
  readonly activity: Activity;
  /** Whether it goes on, or is over. */
  readonly isActive: boolean;
  /** How the person is called. */
  readonly name: string;
};

export type PresenceRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'not-permitted'; readonly permission: Permission };

export type ShowPresence = (
  command: PresenceCommand,
  actor: Actor,
) => Promise<Decision<{ readonly ticket: TicketId }, PresenceRefusal>>;

/** Shows others at a ticket that somebody writes or looks; only what they may do can be shown. */
export const showPresence =
  ({ reader, presence }: { readonly reader: TicketReader; readonly presence: Presence }): ShowPresence =>
  async ({ connection, ticket: ref, activity, isActive, name }, actor) => {
    const stored = await reader.find(ref);
    const role = stored && audienceFor(actor, stored.ticket);
    if (stored === undefined || role === undefined) return refuse({ code: 'not-found' });
    const permission = needed[activity];
    if (!may(actor, permission, stored.ticket)) return refuse({ code: 'not-permitted', permission });
    const ticket = stored.ticket.id;
    if (isActive) presence.note({ connection, ticket, activity, person: { userId: actor.id, name, role } });
    else presence.stop(connection, ticket, activity);
    return accept({ ticket });
  };

const needed = {
  typing: 'ticket:reply',
  'typing-note': 'ticket:note',
  viewing: 'ticket:read',
} as const satisfies Record<Activity, Permission>;
