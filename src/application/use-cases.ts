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
import { actFor } from './identity/act-for.ts';
import { authenticate } from './identity/authenticate.ts';
import { changeMyself } from './identity/change-myself.ts';
import { changePassword } from './identity/change-password.ts';
import { changeUser } from './identity/change-user.ts';
import { ensureFirstAdmin } from './identity/ensure-first-admin.ts';
import {
  linkExternalIdentity,
  listExternalIdentities,
  unlinkExternalIdentity,
} from './identity/external-identities.ts';
import { inviteUser } from './identity/invite-user.ts';
import { listUsers } from './identity/list-users.ts';
import { issueLiveTicket, redeemLiveTicket } from './identity/live-tickets.ts';
import { logIn } from './identity/log-in.ts';
import { logOut } from './identity/log-out.ts';
import { muteLetters } from './identity/mute-letters.ts';
import {
  endMyAccessToken,
  listMyAccessTokens,
  makeAccessToken,
  readMyAccessToken,
} from './identity/my-access-tokens.ts';
import {
  activateSecondFactor,
  beginSecondFactor,
  readMySecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from './identity/my-second-factor.ts';
import { endMyOtherSessions, endMySession, listMySessions, readMySession } from './identity/my-sessions.ts';
import { readUser } from './identity/read-user.ts';
import { refreshSession } from './identity/refresh-session.ts';
import { register } from './identity/register.ts';
import { requestPasswordReset } from './identity/request-password-reset.ts';
import { resendInvitation } from './identity/resend-invitation.ts';
import { resetPassword } from './identity/reset-password.ts';
import { sendVerificationCode } from './identity/send-verification-code.ts';
import { makeServiceAccount, readServiceAccount } from './identity/service-accounts.ts';
import {
  endServiceToken,
  listServiceTokens,
  makeServiceToken,
  readServiceToken,
} from './identity/service-tokens.ts';
import {
  listSigningKeys,
  retireSigningKey,
  rotateSigningKeys,
  tendSigningKeys,
} from './identity/signing-keys.ts';
import { takeSecondFactor } from './identity/take-second-factor.ts';
import {
  changeTrustedIssuer,
  listTrustedIssuers,
  makeTrustedIssuer,
  removeTrustedIssuer,
} from './identity/trusted-issuers.ts';
import { verifyEmail } from './identity/verify-email.ts';
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
import { cancelBulkJob, readBulkJob, startBulkJob } from './tickets/bulk-jobs.ts';
import { closeTicket, reopenTicket } from './tickets/finish-ticket.ts';
import { assignTicket, claimTicket, releaseTicket, stealTicket } from './tickets/hold-ticket.ts';
import { importTickets } from './tickets/import-tickets.ts';
import { openTicket } from './tickets/open-ticket.ts';
import { addParticipant, listParticipants, removeParticipant } from './tickets/participants.ts';
import { readHistory } from './tickets/read-history.ts';
import { listReadMarkers, moveReadMarker, readReadMarker } from './tickets/read-markers.ts';
import { listTickets, readThread, readTicket, readTicketWithMessages } from './tickets/read-ticket.ts';
import { replyToTicket } from './tickets/reply-to-ticket.ts';
import { reviseTicket } from './tickets/revise-ticket.ts';

/** Everything Hexdesk can be asked to do: the table of contents of the application. */
export const useCases = {
  register,
  verifyEmail,
  sendVerificationCode,
  logIn,
  logOut,
  refreshSession,
  requestPasswordReset,
  resetPassword,
  changePassword,
  authenticate,
  actFor,
  issueLiveTicket,
  redeemLiveTicket,
  changeMyself,
  muteLetters,
  listMySessions,
  readMySession,
  endMySession,
  endMyOtherSessions,
  readMySecondFactor,
  beginSecondFactor,
  activateSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  listMyAccessTokens,
  readMyAccessToken,
  makeAccessToken,
  endMyAccessToken,
  inviteUser,
  listUsers,
  readUser,
  changeUser,
  takeSecondFactor,
  resendInvitation,
  ensureFirstAdmin,

  makeServiceAccount,
  readServiceAccount,
  listServiceTokens,
  readServiceToken,
  makeServiceToken,
  endServiceToken,
  listTrustedIssuers,
  makeTrustedIssuer,
  changeTrustedIssuer,
  removeTrustedIssuer,
  listExternalIdentities,
  linkExternalIdentity,
  unlinkExternalIdentity,

  listSigningKeys,
  rotateSigningKeys,
  retireSigningKey,
  tendSigningKeys,

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

  openTicket,
  readTicket,
  readTicketWithMessages,
  listTickets,
  readThread,
  readHistory,
  replyToTicket,
  reviseTicket,
  claimTicket,
  releaseTicket,
  stealTicket,
  assignTicket,
  closeTicket,
  reopenTicket,
  listParticipants,
  addParticipant,
  removeParticipant,
  readReadMarker,
  moveReadMarker,
  listReadMarkers,
  startBulkJob,
  readBulkJob,
  cancelBulkJob,

  listShortcuts,
  readShortcut,
  makeShortcut,
  reviseShortcut,
  deleteShortcut,
  applyMacro,
  previewMacro,
  previewCannedReply,

  importTickets,
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
