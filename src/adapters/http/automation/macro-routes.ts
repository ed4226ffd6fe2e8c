import type { ApplyMacro, MacroRefusal } from '#application/automation/apply-macro.ts';
import type { PreviewCannedReply, PreviewMacro } from '#application/automation/preview-shortcut.ts';
import type { ReadTicket } from '#application/tickets/read-ticket.ts';
import { mostTags } from '#domain/tickets/bulk-change.ts';
import type { Problem } from '../../wire/problem.ts';
import { breach, ticketProblem } from '../../wire/refusal-problem.ts';
import { seen, z } from '../../wire/schemas.ts';
import { presentAction, ShownActionSchema, shortcutId } from '../../wire/shortcut.ts';
import { json, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';
import { ticketExists, ticketParams } from '../tickets/ticket-ref.ts';
import { changeProblems, ticketAnswer, ticketJson } from '../tickets/ticket-routes.ts';

export type MacroRoutesDeps = {
  readonly readTicket: ReadTicket;
  readonly applyMacro: ApplyMacro;
  readonly previewMacro: PreviewMacro;
  readonly previewCannedReply: PreviewCannedReply;
};

/** What a refused macro is called outside, with the action that was refused. */
const macroProblem = (refusal: MacroRefusal): Problem => {
  if (refusal.code === 'unknown-macro')
    return breach('macroId', refusal.code, 'must be a macro that you may use on this ticket');
  if (refusal.code === 'too-many-tags')
    return breach('macroId', refusal.code, `must leave the ticket at most ${mostTags} tags`);
  const problem = ticketProblem(refusal);
  if (refusal.step === undefined) return problem;
  const { step } = refusal;
  return {
    ...problem,
    detail: `The action at place ${step} of the macro was refused; nothing was done.`,
    facts: { ...problem.facts, step },
  };
};

/** A preview names what it shows in its path. */
const previewProblem = (refusal: MacroRefusal): Problem =>
  refusal.code === 'unknown-macro' ? { code: 'not-found' } : macroProblem(refusal);

/** What canned replies and macros do on a ticket. */
export const macroRoutes = (deps: MacroRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'post',
    path: '/v1/tickets/{id}/macros',
    operationId: 'applyMacro',
    tag: 'Shortcuts',
    summary: 'Apply a macro to a ticket',
    description:
      'All of its actions in one step, with your own rights, or nothing: then the problem has `step`, the place of the refused action, counted from 0.',
    idempotent: true,
    conditional: true,
    inputs: {
      params: ticketParams,
      body: z.strictObject({ macroId: shortcutId, ...seen }).openapi('MacroApplication'),
    },
    answers: { 200: ticketAnswer },
    problems: [
      ...changeProblems,
      'ticket-is-spam',
      'reopen-window-over',
      'status-label-unfit',
      'unseen-messages',
      'already-claimed',
      'not-assigned',
      'ticket-not-active',
    ],
    exists: ticketExists(deps),
    handle: async ({ params, body, caller, ifMatch }) => {
      const { macroId, ...guard } = body;
      const command = { ticket: params.id, ifMatch, macro: macroId, ...guard };
      const applied = await deps.applyMacro(command, caller.actor);
      return applied.ok ? ticketJson(200, applied.outcome) : raise(macroProblem(applied.refusal));
    },
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/tickets/{id}/macros/{macroId}',
    operationId: 'previewMacro',
    tag: 'Shortcuts',
    summary: 'See what a macro would do to a ticket',
    inputs: {
      params: ticketParams.extend({ macroId: shortcutId.openapi({ description: 'The id of a macro.' }) }),
    },
    answers: {
      200: {
        description: 'Its actions, with the texts as you would write them.',
        schema: z.object({ actions: z.array(ShownActionSchema) }).openapi('MacroPreview'),
      },
    },
    problems: ['not-permitted'],
    exists: ticketExists(deps),
    handle: async ({ params, caller }) => {
      const wanted = { ticket: params.id, shortcut: params.macroId };
      const preview = await deps.previewMacro(wanted, caller.actor);
      return preview.ok
        ? json(200, { actions: preview.outcome.map(presentAction) })
        : raise(previewProblem(preview.refusal));
    },
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/tickets/{id}/canned-replies/{cannedReplyId}',
    operationId: 'previewCannedReply',
    tag: 'Shortcuts',
    summary: 'Read what a canned reply says on a ticket',
    description: 'Its text with the variables replaced, to be sent as a message.',
    inputs: {
      params: ticketParams.extend({
        cannedReplyId: shortcutId.openapi({ description: 'The id of a canned reply.' }),
      }),
    },
    answers: {
      200: {
        description: 'The text.',
        schema: z.object({ text: z.string() }).openapi('CannedReplyPreview'),
      },
    },
    problems: ['not-permitted'],
    exists: ticketExists(deps),
    handle: async ({ params, caller }) => {
      const wanted = { ticket: params.id, shortcut: params.cannedReplyId };
      const preview = await deps.previewCannedReply(wanted, caller.actor);
      return preview.ok ? json(200, { text: preview.outcome }) : raise(previewProblem(preview.refusal));
    },
  }),
];
