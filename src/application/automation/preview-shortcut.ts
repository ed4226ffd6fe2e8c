import type { Actor } from '#domain/access/actor.ts';
import type { MacroAction } from '#domain/automation/macro.ts';
import { render } from '#domain/automation/template.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { ShortcutId } from '#domain/shared/ids.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type OnTicket, onTicket } from '../tickets/change-ticket.ts';
import type { MacroRefusal } from './apply-macro.ts';
import { templateValues } from './template-values.ts';
import { cannedReplyFor, macroFor, mergedAway } from './usable-shortcut.ts';

type Deps = { readonly unitOfWork: UnitOfWork };
type Wanted = OnTicket & { readonly shortcut: ShortcutId };

export type PreviewCannedReply = (wanted: Wanted, actor: Actor) => Promise<Decision<string, MacroRefusal>>;

/** What a canned reply says on this ticket, from this actor. */
export const previewCannedReply =
  ({ unitOfWork }: Deps): PreviewCannedReply =>
  (wanted, actor) =>
    onTicket<string, MacroRefusal>(unitOfWork, wanted, actor, async (found) => {
      const canned = await cannedReplyFor(found, wanted.shortcut, actor);
      if (!canned.ok) return canned;
      const no = mergedAway(found);
      if (no) return refuse(no);
      return accept(render(canned.outcome.text, await templateValues(found, actor.id)));
    });

export type PreviewMacro = (
  wanted: Wanted,
  actor: Actor,
) => Promise<Decision<readonly MacroAction[], MacroRefusal>>;

/** What a macro does to this ticket, with its texts as this actor would say them. */
export const previewMacro =
  ({ unitOfWork }: Deps): PreviewMacro =>
  (wanted, actor) =>
    onTicket<readonly MacroAction[], MacroRefusal>(unitOfWork, wanted, actor, async (found) => {
      const macro = await macroFor(found, wanted.shortcut, actor);
      if (!macro.ok) return macro;
      const no = mergedAway(found);
      if (no) return refuse(no);
      const values = await templateValues(found, actor.id);
      return accept(
        macro.outcome.actions.map((action) =>
          'text' in action ? { ...action, text: render(action.text, values) } : action,
        ),
      );
    });
