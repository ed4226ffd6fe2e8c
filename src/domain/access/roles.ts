import type { Permission } from './permissions.ts';

/** How somebody stands to a ticket. */
export type Relation = 'own' | 'participant' | 'assigned';

/** Where, inside a grant's scope, a permission holds: everywhere, or only on tickets one stands to so. */
export type Extent = 'everywhere' | readonly Relation[];

export const roleNames = ['customer', 'agent', 'lead', 'admin'] as const;
export type RoleName = (typeof roleNames)[number];

type Role = Readonly<Partial<Record<Permission, Extent>>>;

const customer: Role = {
  'ticket:open': 'everywhere',
  'ticket:read': ['own', 'participant'],
  'ticket:reply': ['own', 'participant'],
  'ticket:rename': ['own'],
  'ticket:solve': ['own'],
  'ticket:reopen': ['own'],
};

const agent: Role = {
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
};

const lead: Role = {
  ...agent,
  'ticket:release': 'everywhere',
  'ticket:assign': 'everywhere',
  'ticket:steal': 'everywhere',
};

const admin: Role = {
  ...lead,
  'ticket:reopen-closed': 'everywhere',
  'queue:manage': 'everywhere',
  'user:invite': 'everywhere',
};

/** The permission matrix. One line per right; what is not written is not allowed. */
export const roles = { customer, agent, lead, admin } as const satisfies Record<RoleName, Role>;

/** Where a role holds a permission, or `undefined` when it does not hold it at all. */
export const extentOf = (role: RoleName, permission: Permission): Extent | undefined => {
  const rights: Role = roles[role];
  return rights[permission];
};
