import { type Permission, permissions } from '#domain/access/permissions.ts';
import {
  type Extent,
  type Relation,
  type Rights,
  type Role,
  type RoleName,
  relations,
  rightsOf,
  roleNames,
} from '#domain/access/roles.ts';
import { isUuid, RoleId } from '#domain/shared/ids.ts';
import { z } from './schemas.ts';

/** A right as text: a permission, and after a colon the relation that it is limited to. */
type Right = { readonly permission: Permission; readonly relation: Relation | undefined };

const parseRight = (raw: string): Right | undefined => {
  const whole = permissions.find((permission) => permission === raw);
  if (whole !== undefined) return { permission: whole, relation: undefined };
  const permission = permissions.find((name) => name.startsWith('ticket:') && raw.startsWith(`${name}:`));
  const relation = relations.find((name) => raw === `${permission}:${name}`);
  return permission && relation && { permission, relation };
};

const right = z
  .string()
  .max(100)
  .transform((raw, context): Right => {
    const parsed = parseRight(raw);
    if (parsed !== undefined) return parsed;
    const message = 'must be a permission, or one about tickets with a relation behind it';
    context.addIssue({ code: 'custom', message, params: { code: 'unknown-permission' } });
    return z.NEVER;
  })
  .openapi({ type: 'string', example: 'ticket:read' });

/** The rights of a role, as a list of texts. */
export const rights = z
  .array(right)
  .max(permissions.length * (relations.length + 1))
  .transform(merged)
  .openapi({
    type: 'array',
    items: { type: 'string' },
    description: `Permissions (${permissions.join(', ')}). One about tickets may end with \`:own\`, \`:participant\`, \`:assigned\` or \`:colleague\`: then it holds only on tickets one stands to so.`,
  });

function merged(list: readonly Right[]): Rights {
  const found: Partial<Record<Permission, Extent>> = {};
  for (const { permission, relation } of list) {
    const known = found[permission] ?? [];
    if (known === 'everywhere') continue;
    found[permission] = relation === undefined ? 'everywhere' : [...new Set([...known, relation])];
  }
  return found;
}

/** The name of a built-in role or the id of a custom one. */
export const roleRef = z
  .string()
  .transform((raw, context): RoleName | RoleId => {
    const name = roleNames.find((known) => known === raw);
    if (name !== undefined) return name;
    const id = raw.toLowerCase();
    if (isUuid(id)) return RoleId(id);
    context.addIssue({
      code: 'custom',
      message: 'must be the name of a built-in role or the id of a custom one',
      params: { code: 'invalid-role' },
    });
    return z.NEVER;
  })
  .openapi({
    type: 'string',
    example: 'agent',
    description: 'The name of a built-in role (customer, agent, lead, admin) or the id of a custom one.',
  });

export const RoleSchema = z
  .object({
    id: z.string().openapi({ description: 'Of a built-in role its name.' }),
    name: z.string(),
    builtIn: z.boolean().openapi({ description: 'Built-in roles never change.' }),
    permissions: z.array(z.string()).openapi({
      description: 'As they are given: a relation behind a permission limits it to such tickets.',
    }),
  })
  .openapi('Role', {
    example: {
      id: '01957b3e-9c00-7a10-8f10-6d1f0c3a5e77',
      name: 'Auditor',
      builtIn: false,
      permissions: ['ticket:read', 'ticket:read-internal'],
    },
  });

/** What a role is called where it is named. */
export const roleKey = (role: Role): string => (typeof role === 'string' ? role : role.id);

export const roleTitle = (role: Role): string => (typeof role === 'string' ? role : role.name);

export const presentRole = (role: Role) => ({
  id: roleKey(role),
  name: roleTitle(role),
  builtIn: typeof role === 'string',
  permissions: presentRights(rightsOf(role)),
});

const presentRights = (of: Rights): readonly string[] =>
  permissions.flatMap((permission) => {
    const extent = of[permission];
    if (extent === undefined) return [];
    return extent === 'everywhere' ? [permission] : extent.map((relation) => `${permission}:${relation}`);
  });
