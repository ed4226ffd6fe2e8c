import type { Permission } from '#domain/access/permissions.ts';

/** The permission that an operation of the API asks for first; further ones hang on what is sent with it. */
export const operationRights = {
  openTicket: 'ticket:open',
  readTicket: 'ticket:read',
  listMessages: 'ticket:read',
  listFacts: 'ticket:read',
  replyToTicket: 'ticket:reply',
  claimTicket: 'ticket:claim',
  releaseTicket: 'ticket:release',
  stealTicket: 'ticket:steal',
  assignTicket: 'ticket:assign',
  closeTicket: 'ticket:close',
  deleteTicket: 'ticket:close',
  reopenTicket: 'ticket:reopen',
  listParticipants: 'ticket:read',
  addParticipant: 'ticket:triage',
  removeParticipant: 'ticket:triage',
  listQueues: 'queue:read',
  readQueue: 'queue:read',
  makeQueue: 'queue:manage',
  reviseQueue: 'queue:manage',
  archiveQueue: 'queue:manage',
  takeNextTicket: 'ticket:claim',
  listQueueMembers: 'user:read',
  setQueueMember: 'grant:manage',
  removeQueueMember: 'grant:manage',
  listUsers: 'user:read',
  readUser: 'user:read',
  inviteUser: 'user:invite',
  listRoles: 'role:read',
  readRole: 'role:read',
  makeRole: 'role:manage',
  reviseRole: 'role:manage',
  deleteRole: 'role:manage',
  giveGrant: 'grant:manage',
  takeGrant: 'grant:manage',
  listOrganisations: 'organisation:read',
  listMembers: 'organisation:read',
  makeOrganisation: 'organisation:manage',
  reviseOrganisation: 'organisation:manage',
  deleteOrganisation: 'organisation:manage',
  addMember: 'organisation:manage',
  removeMember: 'organisation:manage',
} as const satisfies Readonly<Record<string, Permission>>;

export type ExplainedOperation = keyof typeof operationRights;

export const explainedOperations = Object.keys(operationRights) as [
  ExplainedOperation,
  ...ExplainedOperation[],
];
