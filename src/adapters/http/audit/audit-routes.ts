import type { ListAudit } from '#application/audit/list-audit.ts';
import { auditSorts } from '#application/ports/audit-log.ts';
import { auditActions } from '#domain/audit/actions.ts';
import { AuditEntrySchema, presentAuditEntry } from '../../wire/audit-entry.ts';
import { identityProblem } from '../../wire/identity-problem.ts';
import { cursor, limit, line, moment, repeatable, userId, z } from '../../wire/schemas.ts';
import { json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Route, signedInRoute } from '../route.ts';

const AuditQuery = z.strictObject({
  action: repeatable(z.enum(auditActions))
    .transform((several) => [...new Set(several)].toSorted())
    .optional()
    .openapi({
      type: 'array',
      items: { type: 'string', enum: [...auditActions] },
      description: 'Any of these; may be given several times.',
    }),
  actorId: userId.optional().openapi({ description: 'Done by this person, or in their name.' }),
  subjectId: line({ min: 1, max: 64 }).optional().openapi({ description: 'Done to this.' }),
  from: moment.optional().openapi({ description: 'At this moment or later.' }),
  to: moment.optional().openapi({ description: 'Before this moment.' }),
  sort: z.enum(auditSorts).default('-at').openapi({ description: '`-at` is newest first.' }),
  limit,
  cursor,
});

/** Reading the security audit. */
export const auditRoutes = (deps: {
  readonly listAudit: ListAudit;
  readonly cursors: Cursors;
}): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path: '/v1/audit',
    operationId: 'listAudit',
    tag: 'Audit',
    summary: 'List security and admin actions',
    description: 'For those who hold `audit:read` everywhere.',
    inputs: { query: AuditQuery },
    answers: {
      200: {
        description: 'A page.',
        schema: z
          .object({ items: z.array(AuditEntrySchema), nextCursor: z.string().nullable() })
          .openapi('AuditPage'),
      },
    },
    problems: ['not-permitted', 'invalid-cursor'],
    handle: async ({ query, caller }) => {
      const { cursor, limit, sort, ...given } = query;
      const bound = `audit ${caller.actor.id} ${JSON.stringify([sort, Object.entries(given).toSorted()])}`;
      const listed = await deps.listAudit(
        {
          filter: {
            actions: given.action ?? [],
            actor: given.actorId,
            subject: given.subjectId,
            from: given.from,
            to: given.to,
          },
          sort,
          after: cursor === undefined ? undefined : Number(deps.cursors.open(bound, cursor)),
          limit,
        },
        caller.actor,
      );
      if (!listed.ok) return raise(identityProblem(listed.refusal));
      const { items, next } = listed.outcome;
      return json(200, {
        items: items.map(presentAuditEntry),
        nextCursor: next === undefined ? null : deps.cursors.seal(bound, next),
      });
    },
  }),
];
