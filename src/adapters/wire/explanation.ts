import type { Explanation } from '#application/access/explain-access.ts';
import { type Permission, permissions } from '#domain/access/permissions.ts';
import { type Scope, scopeName } from '#domain/access/scope.ts';
import { displayName } from '#domain/identity/user.ts';
import { grantShape, presentGrant } from './grant.ts';
import { shownId, z } from './schemas.ts';

const as = z.enum(['everywhere', 'own', 'participant', 'assigned', 'colleague']).openapi({
  description: 'How the grant reaches the ticket: whatever one is to it, or because one stands to it so.',
});

const decidingGrant = z.object({ ...grantShape, as });

const denials = [
  'no-grant',
  'out-of-scope',
  'not-related',
  'limited-token',
  'not-visible',
  'not-active',
] as const satisfies readonly (Explanation['verdict'] & { allowed: false })['because'][];

export const ExplanationSchema = z
  .object({
    decision: z.enum(['allowed', 'denied']),
    permission: z.enum(permissions),
    userId: shownId.openapi({ description: 'For whom it was asked.' }),
    grant: decidingGrant.nullable().openapi({ description: 'The grant that allows it.' }),
    reason: z.enum(denials).nullable().openapi({
      description:
        '`no-grant`: nothing gives the permission; `out-of-scope`: a grant gives it elsewhere; `not-related`: a grant gives it here, on tickets one stands to otherwise; `limited-token`: the access token was narrowed to less; `not-visible`: the ticket itself cannot be seen; `not-active`: the account may not sign in.',
    }),
    missing: z
      .object({
        permission: z.enum(permissions),
        scopes: z.array(z.string()).openapi({
          description: 'Any of these would do, the narrowest first; whatever scope when there is none.',
        }),
      })
      .nullable()
      .openapi({
        description:
          'The grant that is missing: of any role with this permission. Null where no grant would help.',
      }),
    others: z
      .array(z.object({ userId: shownId, name: z.string(), grant: decidingGrant }))
      .nullable()
      .openapi({ description: 'Who else may, some of them. For whoever may not read people null.' }),
    hasMoreOthers: z.boolean(),
  })
  .openapi('Explanation');

type Because = (Explanation['verdict'] & { readonly allowed: false })['because'];

/** The grant that would have allowed it; no grant helps a suspended account or a narrow token. */
const missingGrant = (permission: Permission, because: Because, scopes: readonly Scope[]) =>
  because === 'not-active' || because === 'limited-token'
    ? null
    : {
        permission: because === 'not-visible' ? 'ticket:read' : permission,
        scopes: scopes.map(scopeName),
      };

export const presentExplanation = (permission: Permission, explanation: Explanation) => {
  const { user, verdict, scopes, others, hasMore } = explanation;
  return {
    decision: verdict.allowed ? 'allowed' : 'denied',
    permission,
    userId: user,
    grant: verdict.allowed ? { ...presentGrant(verdict.grant), as: verdict.as } : null,
    reason: verdict.allowed ? null : verdict.because,
    missing: verdict.allowed ? null : missingGrant(permission, verdict.because, scopes),
    others:
      others?.map(({ user: other, verdict: theirs }) => ({
        userId: other.id,
        name: displayName(other),
        grant: { ...presentGrant(theirs.grant), as: theirs.as },
      })) ?? null,
    hasMoreOthers: hasMore,
  };
};
