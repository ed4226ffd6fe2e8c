/** Everything a role can allow: a verb on a resource. */
export const permissions = [
  'ticket:open',
  'ticket:open-for-others',
  'ticket:read',
  'ticket:read-internal',
  'ticket:reply',
  'ticket:note',
  'ticket:rename',
  'ticket:triage',
  'ticket:move',
  'ticket:work',
  'ticket:solve',
  'ticket:reopen',
  'ticket:close',
  'ticket:reopen-closed',
  'ticket:mark-spam',
  'ticket:claim',
  'ticket:release',
  'ticket:assign',
  'ticket:steal',
  'ticket:merge',
  'queue:read',
  'queue:manage',
  'user:read',
  'user:invite',
] as const;

export type Permission = (typeof permissions)[number];
