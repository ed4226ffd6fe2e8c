import type { Actor } from '../access/actor.ts';
import type { Permission } from '../access/permissions.ts';
import { may } from '../access/policy.ts';
import { audienceFor } from '../access/visibility.ts';
import { accept, type Decision } from '../shared/decision.ts';
import { type Cause, causedBy, type Fact, type FactData, type FactType } from './facts.ts';
import { evolve } from './fold.ts';
import type { TicketRefusal } from './refusal.ts';
import type { Ticket } from './ticket.ts';

/** A ticket as it is after a decision, and the facts that brought it there. */
export type Change<T extends Ticket = Ticket> = { readonly ticket: T; readonly facts: readonly Fact[] };
/** What becomes of two tickets at once. */
export type ChangeOfBoth = { readonly ticket: Change; readonly other: Change };
export type TicketDecision = Decision<Change, TicketRefusal>;

/** Who does something, and when. */
export type Doing = { readonly by: Actor; readonly at: Date };
/** When something happens by itself. */
export type Happening = { readonly at: Date };

/** A fact before it has a cause and a time. */
export type Told = { [Type in FactType]: { readonly type: Type; readonly data: FactData[Type] } }[FactType];

/** The change that these facts make, caused by a person. */
export const changed = (ticket: Ticket, { by, at }: Doing, ...told: readonly Told[]): Change =>
  applied(ticket, causedBy(by), at, told);

/** The change that these facts make, caused by Hexdesk itself. */
export const happened = (ticket: Ticket, { at }: Happening, ...told: readonly Told[]): Change =>
  applied(ticket, { kind: 'system' }, at, told);

const applied = (ticket: Ticket, by: Cause, at: Date, told: readonly Told[]): Change => {
  const facts = told.map((one) => ({ ...one, by, at }) as Fact);
  return { ticket: facts.reduce<Ticket>(evolve, ticket), facts };
};

/** Why an actor may not do this to a ticket; an invisible ticket does not exist. */
export const forbidden = (
  actor: Actor,
  permission: Permission,
  ticket: Ticket,
): TicketRefusal | undefined => {
  if (audienceFor(actor, ticket) === undefined) return { code: 'not-found' };
  return may(actor, permission, ticket) ? undefined : { code: 'not-permitted', permission };
};

/** Why a ticket takes no changes any more. */
export const settled = (ticket: Ticket): TicketRefusal | undefined => {
  if (ticket.status === 'closed') return { code: 'ticket-closed' };
  if (ticket.status === 'merged') return { code: 'ticket-merged', survivorId: ticket.survivor };
  return undefined;
};

/** Why nobody can hold a ticket now: it is solved, closed, merged or spam. */
export const inactive = (ticket: Ticket): TicketRefusal | undefined => {
  switch (ticket.status) {
    case 'new':
    case 'open':
    case 'pending':
    case 'on-hold':
      return undefined;
    case 'solved':
    case 'spam':
      return { code: 'ticket-not-active', state: ticket.status };
    case 'closed':
    case 'merged':
      return settled(ticket);
  }
};

/** Takes several decisions one after the other, all or none. */
export const inOrder = (
  ticket: Ticket,
  steps: readonly ((ticket: Ticket) => TicketDecision)[],
): TicketDecision => {
  let so: Change = { ticket, facts: [] };
  for (const step of steps) {
    const decision = step(so.ticket);
    if (!decision.ok) return decision;
    so = { ticket: decision.outcome.ticket, facts: [...so.facts, ...decision.outcome.facts] };
  }
  return accept(so);
};
