import type { Grant } from '#domain/access/actor.ts';
import { type Scope, scopeName } from '#domain/access/scope.ts';
import { isUuid, OrganisationId, QueueId } from '#domain/shared/ids.ts';
import { roleKey, roleTitle } from './role.ts';
import { z } from './schemas.ts';

/** A scope as text. */
export const scope = z
  .string()
  .transform((raw, context): Scope => {
    const [kind, ...rest] = raw.split(':');
    const id = rest.join(':').toLowerCase();
    if (raw === 'global') return { kind: 'global' };
    if (kind === 'queue' && isUuid(id)) return { kind, queue: QueueId(id) };
    if (kind === 'organisation' && isUuid(id)) return { kind, organisation: OrganisationId(id) };
    const message = 'must be global, queue:<id> or organisation:<id>';
    context.addIssue({ code: 'custom', message, params: { code: 'invalid-scope' } });
    return z.NEVER;
  })
  .openapi({
    type: 'string',
    pattern: '^(global|queue:.+|organisation:.+)$',
    description: '`global`, `queue:<id>` or `organisation:<id>`.',
    example: 'queue:01957b3e-9c00-7a10-8f10-6d1f0c3a5e01',
  });

/** What is shown of a grant. */
export const grantShape = {
  id: z.string().openapi({ description: 'Names it among the grants of its user.' }),
  role: z.string().openapi({ description: 'The name of a built-in role or the id of a custom one.' }),
  roleName: z.string(),
  scope: z.string().openapi({ description: '`global`, `queue:<id>` or `organisation:<id>`.' }),
};

export const GrantSchema = z.object(grantShape).openapi('Grant', {
  example: {
    id: 'agent@queue:01957b3e-9c00-7a10-8f10-6d1f0c3a5e01',
    role: 'agent',
    roleName: 'agent',
    scope: 'queue:01957b3e-9c00-7a10-8f10-6d1f0c3a5e01',
  },
});

/** What names a grant among those of one user: its role and its scope, which is all that it is. */
export const grantId = ({ role, scope }: Grant): string => `${roleKey(role)}@${scopeName(scope)}`;

export const presentGrant = (grant: Grant) => ({
  id: grantId(grant),
  role: roleKey(grant.role),
  roleName: roleTitle(grant.role),
  scope: scopeName(grant.scope),
});
