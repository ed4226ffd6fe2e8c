import type { RoleId } from '../shared/ids.ts';
import type { Permission } from './permissions.ts';

/** How somebody stands to a ticket; a colleague's is of their organisation, whose members see each other's. */
export const relations = ['own', 'participant', 'assigned', 'colleague'] as const;
export type Relation = (typeof relations)[number];

/** Where, inside a grant's scope, a permission holds: everywhere, or only on tickets one stands to so. */
export type Extent = 'everywhere' | readonly Relation[];

export const roleNames = ['customer', 'agent', 'lead', 'admin'] as const;
export type RoleName = (typeof roleNames)[number];

/** What a role allows, and where inside the scope it is granted in; what is not written is not allowed. */
export type Rights = Readonly<Partial<Record<Permission, Extent>>>;

/** A role that an admin made, with all it allows. */
export type CustomRole = { readonly id: RoleId; readonly name: string; readonly rights: Rights };

/** A role as a grant gives it: a built-in one by its name, a custom one with its rights. */
export type Role = RoleName | CustomRole;

const customer: Rights = {
  'ticket:open': 'everywhere',
  'ticket:read': ['own', 'participant', 'colleague'],
  'ticket:reply': ['own', 'participant'],
  'ticket:rename': ['own'],
  'ticket:solve': ['own'],
  'ticket:reopen': ['own'],
};

const agent: Rights = {
  'ticket:open': 'everywhere',
  'ticket:open-for-others': 'everywhere',
  'ticket:read': 'everywhere',
  'ticket:read-internal': 'everywhere',
  'ticket:reply': 'everywhere',
  'ticket:note': 'everywhere',
  'ticket:rename': 'everywhere',
  'ticket:triage': 'everywhere',
  'ticket:move': 'everywhere',
  'ticket:work': 'everywhere',
  'ticket:solve': 'everywhere',
  'ticket:reopen': 'everywhere',
  'ticket:close': 'everywhere',
  'ticket:mark-spam': 'everywhere',
  'ticket:claim': 'everywhere',
  'ticket:release': ['assigned'],
  'ticket:merge': 'everywhere',
  'queue:read': 'everywhere',
  'user:read': 'everywhere',
  'organisation:read': 'everywhere',
};

const lead: Rights = {
  ...agent,
  'ticket:release': 'everywhere',
  'ticket:assign': 'everywhere',
  'ticket:steal': 'everywhere',
  'ticket:redact': 'everywhere',
  'macro:manage': 'everywhere',
  'role:read': 'everywhere',
};

const admin: Rights = {
  ...lead,
  'ticket:reopen-closed': 'everywhere',
  'queue:manage': 'everywhere',
  'category:manage': 'everywhere',
  'custom-field:manage': 'everywhere',
  'status-label:manage': 'everywhere',
  'user:invite': 'everywhere',
  'user:manage': 'everywhere',
  'service-account:manage': 'everywhere',
  'user:act-for': 'everywhere',
  'issuer:manage': 'everywhere',
  'role:manage': 'everywhere',
  'grant:manage': 'everywhere',
  'organisation:manage': 'everywhere',
  'authz:simulate': 'everywhere',
  'audit:read': 'everywhere',
  'user:erase': 'everywhere',
};

/** The permission matrix. One line per right; what is not written is not allowed. */
export const roles = { customer, agent, lead, admin } as const satisfies Record<RoleName, Rights>;

/** Everything that a role allows. */
export const rightsOf = (role: Role): Rights => (typeof role === 'string' ? roles[role] : role.rights);

/** Where a role holds a permission, or `undefined` when it does not hold it at all. */
export const extentOf = (role: Role, permission: Permission): Extent | undefined =>
  rightsOf(role)[permission];
