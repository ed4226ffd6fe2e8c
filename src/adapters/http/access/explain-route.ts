import type { ExplainAccess, ExplainCommand } from '#application/access/explain-access.ts';
import { permissions } from '#domain/access/permissions.ts';
import { accessProblem } from '../../wire/access-problem.ts';
import { ExplanationSchema, presentExplanation } from '../../wire/explanation.ts';
import { explainedOperations, operationRights } from '../../wire/operation-rights.ts';
import { queueId, userId, z } from '../../wire/schemas.ts';
import { json, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';
import { ticketRef } from '../tickets/ticket-ref.ts';

const QuestionSchema = z
  .strictObject({
    permission: z.enum(permissions).optional(),
    operation: z
      .enum(explainedOperations)
      .optional()
      .openapi({ description: 'In place of a permission: an operation of this API, by its `operationId`.' }),
    userId: userId.optional().openapi({ description: 'For somebody else; admins only.' }),
    ticketId: ticketRef.optional().openapi({ description: 'On which ticket: its id or its number.' }),
    queueId: queueId.optional().openapi({ description: 'In which queue, where there is no ticket yet.' }),
  })
  .superRefine(({ permission, operation, ticketId, queueId: queue }, context) => {
    const fail = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message, params: { code: 'ambiguous' } });
    if ((permission === undefined) === (operation === undefined))
      fail('permission', 'goes in place of operation, and one of them is due');
    if (ticketId !== undefined && queue !== undefined) fail('queueId', 'goes not together with ticketId');
  })
  .openapi('AccessQuestion', { example: { permission: 'ticket:close', ticketId: '42' } });

/** Why somebody may do something, or may not. */
export const explainRoute = (deps: { readonly explainAccess: ExplainAccess }): Route =>
  signedInRoute({
    method: 'post',
    path: '/v1/authz/explain',
    operationId: 'explainAccess',
    tag: 'Access',
    summary: 'Ask why something is allowed or not',
    description:
      'For oneself; for somebody else it is a simulation, which decides as if they asked and gives no access. The answer is about rights: whether the state of a ticket allows it is another question. What the asker may not see is `not-found`.',
    inputs: { body: QuestionSchema },
    answers: { 200: { description: 'The decision and what it rests on.', schema: ExplanationSchema } },
    problems: ['not-permitted', 'not-found'],
    handle: async ({ body, caller }) => {
      const permission = body.permission ?? operationRights[body.operation ?? 'readTicket'];
      const command = { permission, user: body.userId, about: aboutOf(body) };
      const explained = await deps.explainAccess(command, caller.actor);
      return explained.ok
        ? json(200, presentExplanation(permission, explained.outcome))
        : raise(accessProblem(explained.refusal));
    },
  });

const aboutOf = ({ ticketId, queueId: queue }: z.output<typeof QuestionSchema>): ExplainCommand['about'] => {
  if (ticketId !== undefined) return { ticket: ticketId };
  return queue === undefined ? { installation: true } : { queue };
};
