import type { ChangeRefusal } from '#application/tickets/change-ticket.ts';
import { fieldsProblem } from './field-value.ts';
import { presentMessage } from './message.ts';
import type { Problem } from './problem.ts';

/** What a refused change is called outside. A new refusal does not compile until somebody decides that. */
export const ticketProblem = (refusal: ChangeRefusal): Problem => {
  switch (refusal.code) {
    case 'not-found':
    case 'ticket-closed':
    case 'ticket-is-spam':
    case 'not-assigned':
    case 'merge-into-itself':
    case 'merge-would-chain':
    case 'ticket-merged':
    case 'not-merged':
    case 'link-to-itself':
    case 'already-linked':
    case 'external-id-taken':
      return { code: refusal.code };
    case 'not-permitted':
      return { code: 'not-permitted', facts: { permission: refusal.permission } };
    case 'transition-not-allowed':
      return { code: refusal.code, facts: { from: refusal.from, to: refusal.to, allowed: refusal.allowed } };
    case 'reopen-window-over':
      return { code: refusal.code, facts: { solvedAt: refusal.solvedAt, windowDays: refusal.windowDays } };
    case 'ticket-not-active':
    case 'merge-target-unfit':
    case 'link-target-unfit':
      return { code: refusal.code, facts: { state: refusal.state } };
    case 'already-claimed':
      return { code: refusal.code, facts: { assigneeId: refusal.assigneeId } };
    case 'merge-undo-over':
      return { code: refusal.code, facts: { mergedAt: refusal.mergedAt, windowDays: refusal.windowDays } };
    case 'too-many-participants':
    case 'too-many-messages':
    case 'too-many-links':
      return { code: refusal.code, facts: { limit: refusal.limit } };
    case 'version-mismatch':
      return { code: refusal.code, facts: { version: refusal.version } };
    case 'unseen-messages':
      return { code: refusal.code, facts: { messages: refusal.messages.map(presentMessage) } };
    case 'assignee-not-eligible':
      return breach('userId', refusal.code, 'must be somebody active who works in the queue of the ticket');
    case 'custom-fields-unfit':
      return fieldsProblem(refusal.breaches);
    case 'fields-missing':
      return { code: refusal.code, facts: { keys: refusal.keys } };
    case 'unknown-status-label':
      return breach('statusLabelId', refusal.code, 'must be a status label that exists');
    case 'status-label-archived':
      return breach('statusLabelId', refusal.code, 'must be a status label that is not archived');
    case 'status-label-unfit':
      return { code: refusal.code, facts: { state: refusal.state, labels: refusal.labels } };
    case 'wait-until-in-the-past':
      return breach('waitUntil', refusal.code, 'must be in the future');
    case 'wait-until-without-waiting':
      return breach('waitUntil', refusal.code, 'goes only with pending and on-hold');
    case 'unknown-queue':
      return breach('queueId', refusal.code, 'must be a queue that exists');
    case 'queue-archived':
      return breach('queueId', refusal.code, 'must be a queue that is not archived');
    case 'unknown-category':
      return breach('categoryId', refusal.code, 'must be a category that exists');
    case 'category-archived':
      return breach('categoryId', refusal.code, 'must be a category that is not archived, nor part of one');
    case 'unknown-ticket':
      return breach('ticketId', refusal.code, 'must be a ticket that exists');
    case 'unknown-requester':
      return breach('requesterId', refusal.code, 'must be a user who exists');
  }
};

/** A single breach found after parsing, by a rule that needs more than the request. */
export const breach = (path: string, code: string, message: string): Problem => ({
  code: 'validation-failed',
  facts: { errors: [{ path, code, message }] },
});
