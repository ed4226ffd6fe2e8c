import { explainAccess } from './access/explain-access.ts';
import { giveGrant, listGrants, takeGrant } from './access/grants.ts';
import { addMember, listMembers, removeMember } from './access/members.ts';
import {
  deleteOrganisation,
  listOrganisations,
  makeOrganisation,
  readOrganisation,
  reviseOrganisation,
} from './access/organisations.ts';
import { deleteRole, listRoles, makeRole, reviseRole } from './access/roles.ts';
import { beginAudit } from './audit/begin-audit.ts';
import { listAudit } from './audit/list-audit.ts';
import { applyMacro } from './automation/apply-macro.ts';
import { previewCannedReply, previewMacro } from './automation/preview-shortcut.ts';
import {
  deleteShortcut,
  listShortcuts,
  makeShortcut,
  readShortcut,
  reviseShortcut,
} from './automation/shortcuts.ts';
import { categoryUseCases } from './categories/use-cases.ts';
import { fieldUseCases } from './fields/use-cases.ts';
import { identityUseCases } from './identity/use-cases.ts';
import { labelUseCases } from './labels/use-cases.ts';
import { eraseMyself } from './privacy/erase-myself.ts';
import { erasePerson } from './privacy/erase-person.ts';
import { exportMyself } from './privacy/export-myself.ts';
import { listErasures, reapplyErasures, settleErasures } from './privacy/reapply-erasures.ts';
import { countTickets } from './queues/count-tickets.ts';
import { listQueueMembers, removeQueueMember, setQueueMember } from './queues/members.ts';
import { takeNextTicket } from './queues/next-ticket.ts';
import { ensureDefaultQueue, listQueues, makeQueue } from './queues/queues.ts';
import { readQueue, reviseQueue } from './queues/revise-queue.ts';
import { applyRetention } from './retention/apply-retention.ts';
import { readRetention, setRetention } from './retention/retention-rules.ts';
import { ticketUseCases } from './tickets/use-cases.ts';

/** Everything Hexdesk can be asked to do: the table of contents of the application. */
export const useCases = {
  ...ticketUseCases,
  ...identityUseCases,
  ...categoryUseCases,
  ...fieldUseCases,
  ...labelUseCases,

  applyRetention,
  readRetention,
  setRetention,

  exportMyself,
  eraseMyself,
  erasePerson,
  listErasures,
  reapplyErasures,
  settleErasures,

  beginAudit,
  listAudit,

  listRoles,
  makeRole,
  reviseRole,
  deleteRole,
  listGrants,
  giveGrant,
  takeGrant,
  listOrganisations,
  readOrganisation,
  makeOrganisation,
  reviseOrganisation,
  deleteOrganisation,
  listMembers,
  addMember,
  removeMember,
  explainAccess,

  listQueues,
  countTickets,
  readQueue,
  makeQueue,
  reviseQueue,
  ensureDefaultQueue,
  takeNextTicket,
  listQueueMembers,
  setQueueMember,
  removeQueueMember,

  listShortcuts,
  readShortcut,
  makeShortcut,
  reviseShortcut,
  deleteShortcut,
  applyMacro,
  previewMacro,
  previewCannedReply,
} as const;

/** The use cases, ready to be called. */
export type UseCases = { readonly [Name in keyof typeof useCases]: ReturnType<(typeof useCases)[Name]> };

type UnionToIntersection<Union> = (Union extends unknown ? (of: Union) => void : never) extends (
  of: infer All,
) => void
  ? All
  : never;

/** The ports that all of them together need. */
export type UseCasePorts = UnionToIntersection<Parameters<(typeof useCases)[keyof typeof useCases]>[0]>;
