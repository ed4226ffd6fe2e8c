import type { Actor } from '#domain/access/actor.ts';
import { type MacroAction, type MacroStep, takeSteps } from '#domain/automation/macro.ts';
import { render, type TemplateValues } from '#domain/automation/template.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { MessageId, type QueueId, type ShortcutId } from '#domain/shared/ids.ts';
import { mostTags, tagsAfter } from '#domain/tickets/bulk-change.ts';
import type { TicketDecision } from '#domain/tickets/change.ts';
import { categorise, moveToQueue, prioritise, retag } from '#domain/tickets/edit.ts';
import { fillIn } from '#domain/tickets/fill-in.ts';
import { assign, claim, release, steal } from '#domain/tickets/hold.ts';
import { labelStatus } from '#domain/tickets/label-status.ts';
import { reply } from '#domain/tickets/reply.ts';
import { setStatus } from '#domain/tickets/set-status.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { writeNote } from '#domain/tickets/write-note.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { asSeen, type ChangeRefusal, type Found, type OnTicket, onTicket } from '../tickets/change-ticket.ts';
import { unfitCategory } from '../tickets/chosen-category.ts';
import { unlessIncomplete } from '../tickets/complete-when-solved.ts';
import { handOut } from '../tickets/hand-out.ts';
import { isEligible } from '../tickets/hold-ticket.ts';
import { labelWanted, mayWorkIn } from '../tickets/revise-ticket.ts';
import { type TicketView, viewAs } from '../tickets/ticket-view.ts';
import { type Seen, unlessUnseen } from '../tickets/unseen-guard.ts';
import { templateValues } from './template-values.ts';
import { macroFor, mergedAway } from './usable-shortcut.ts';

export type ApplyMacroCommand = OnTicket & Seen & { readonly macro: ShortcutId };

/** Why a macro was not applied, and at which of its actions, counted from 0. */
export type MacroRefusal =
  | (ChangeRefusal & { readonly step?: number | undefined })
  /** The ticket would have more tags than a ticket may have. */
  | { readonly code: 'too-many-tags' }
  | { readonly code: 'unknown-macro' };

export type ApplyMacro = (
  command: ApplyMacroCommand,
  actor: Actor,
) => Promise<Decision<TicketView, MacroRefusal>>;

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: IdSource };

/** Does everything a macro says to a ticket, or nothing, with the rights of whoever applies it. */
export const applyMacro =
  (deps: Deps): ApplyMacro =>
  (command, actor) =>
    onTicket<TicketView, MacroRefusal>(deps.unitOfWork, command, actor, async (found) => {
      const macro = await macroFor(found, command.macro, actor);
      if (!macro.ok) return macro;
      const values = await templateValues(found, actor.id);
      const { actions } = macro.outcome;
      const queues = [found.ticket.queue, ...actions.flatMap(targetOf)];
      const steps: MacroStep[] = [];
      for (const [place, action] of actions.entries()) {
        const take = await stepFor({ ...deps, found, values, queues, by: actor }, action);
        steps.push({ place, action, take });
      }
      const taken = takeSteps(found.ticket, actor, steps);
      if (!taken.ok && taken.refusal.code === 'not-permitted') return taken;
      const unfit = mergedAway(found) ?? (await unfitTarget(found, steps));
      if (unfit) return refuse(unfit);
      if (taken.ok && taken.outcome.ticket.tags.length > mostTags) return refuse({ code: 'too-many-tags' });
      const speaks = steps.some(({ action }) => action.type === 'reply' || action.type === 'note');
      const guard = speaks ? command : {};
      const complete = await unlessIncomplete(found, actor, taken);
      const decision = taken.ok ? await unlessUnseen(found, guard, complete) : taken;
      const current = asSeen(found, command, decision);
      if (!current.ok) return current;
      const change = await handOut(found.tx, found.ticket, current.outcome);
      return accept(viewAs(found.audience, await found.tx.tickets.save(found.stored, change)));
    });

type Doing = Deps & {
  readonly found: Found;
  readonly values: TemplateValues;
  /** Where the ticket is, and where it goes. */
  readonly queues: readonly QueueId[];
  readonly by: Actor;
};

const targetOf = (action: MacroAction): readonly QueueId[] => (action.type === 'move' ? [action.queue] : []);

/** How an action is taken, with all that must be looked up for it. */
const stepFor = async (
  { found, values, queues, by, clock, ids }: Doing,
  action: MacroAction,
): Promise<(ticket: Ticket) => TicketDecision> => {
  const { tx, ticket, queue } = found;
  const doing = { by, at: clock.now() };
  switch (action.type) {
    case 'reply':
    case 'note': {
      const said = { ...doing, id: MessageId(ids.next()), body: render(action.text, values), queue };
      return (so) => (action.type === 'reply' ? reply(so, said) : writeNote(so, said));
    }
    case 'set-status':
      return (so) =>
        so.status === action.status
          ? accept({ ticket: so, facts: [] })
          : setStatus(so, { ...doing, to: action.status, waitUntil: undefined, queue });
    case 'set-status-label': {
      const label = await labelWanted(tx, action.statusLabel);
      return (so) => labelStatus(so, { ...doing, label });
    }
    case 'set-custom-fields': {
      const fields = await tx.customFields.recent();
      return (so) => fillIn(so, { ...doing, wanted: action.customFields, fields, queues });
    }
    case 'set-priority':
      return (so) => prioritise(so, { ...doing, priority: action.priority });
    case 'set-category':
      return (so) => categorise(so, { ...doing, category: action.category });
    case 'set-tags':
      return (so) => retag(so, { ...doing, tags: action.tags });
    case 'add-tags':
      return (so) => retag(so, { ...doing, tags: tagsBeside(so.tags, action.tags) });
    case 'move': {
      const assigneeStays = await mayWorkIn(tx, ticket, action.queue);
      return (so) => moveToQueue(so, { ...doing, queue: action.queue, assigneeStays });
    }
    case 'assign': {
      const { to } = action;
      if (to === 'none')
        return (so) => (so.assignee === undefined ? accept({ ticket: so, facts: [] }) : release(so, doing));
      if (to === 'me') return (so) => takeOver(so, doing);
      const eligible = await isEligible(tx, ticket, to);
      return (so) => assign(so, { ...doing, to, eligible });
    }
  }
};

const takeOver = (so: Ticket, doing: { readonly by: Actor; readonly at: Date }): TicketDecision => {
  if (so.assignee === doing.by.id) return accept({ ticket: so, facts: [] });
  return so.assignee === undefined ? claim(so, doing) : steal(so, doing);
};

const tagsBeside = (before: readonly string[], addTags: readonly string[]): readonly string[] =>
  tagsAfter({ tags: undefined, addTags, removeTags: undefined }, before) ?? before;

/** The first move that goes to a queue which takes no tickets, or category that cannot be chosen. */
const unfitTarget = async (
  { tx, ticket }: Found,
  steps: readonly MacroStep[],
): Promise<(ChangeRefusal & { readonly step: number }) | undefined> => {
  for (const { action, place } of steps) {
    if (action.type === 'set-category') {
      const unfit = await unfitCategory(tx, ticket, action.category);
      if (unfit) return { ...unfit, step: place };
    }
    if (action.type !== 'move') continue;
    const queue = await tx.queues.find(action.queue);
    if (queue === undefined) return { code: 'unknown-queue', step: place };
    if (queue.isArchived && action.queue !== ticket.queue) return { code: 'queue-archived', step: place };
  }
  return undefined;
};
