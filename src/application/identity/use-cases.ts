import { actFor } from './act-for.ts';
import { authenticate } from './authenticate.ts';
import { changeMyself } from './change-myself.ts';
import { changePassword } from './change-password.ts';
import { changeUser } from './change-user.ts';
import { ensureFirstAdmin } from './ensure-first-admin.ts';
import {
  linkExternalIdentity,
  listExternalIdentities,
  unlinkExternalIdentity,
} from './external-identities.ts';
import { inviteUser } from './invite-user.ts';
import { listUsers } from './list-users.ts';
import { issueLiveTicket, redeemLiveTicket } from './live-tickets.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { muteLetters } from './mute-letters.ts';
import {
  endMyAccessToken,
  listMyAccessTokens,
  makeAccessToken,
  readMyAccessToken,
} from './my-access-tokens.ts';
import {
  activateSecondFactor,
  beginSecondFactor,
  readMySecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from './my-second-factor.ts';
import { endMyOtherSessions, endMySession, listMySessions, readMySession } from './my-sessions.ts';
import { readUser } from './read-user.ts';
import { refreshSession } from './refresh-session.ts';
import { register } from './register.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resendInvitation } from './resend-invitation.ts';
import { resetPassword } from './reset-password.ts';
import { sendVerificationCode } from './send-verification-code.ts';
import { makeServiceAccount, readServiceAccount } from './service-accounts.ts';
import { endServiceToken, listServiceTokens, makeServiceToken, readServiceToken } from './service-tokens.ts';
import { listSigningKeys, retireSigningKey, rotateSigningKeys, tendSigningKeys } from './signing-keys.ts';
import { takeSecondFactor } from './take-second-factor.ts';
import {
  changeTrustedIssuer,
  listTrustedIssuers,
  makeTrustedIssuer,
  removeTrustedIssuer,
} from './trusted-issuers.ts';
import { verifyEmail } from './verify-email.ts';

/** What Hexdesk can be asked to do about people and how they sign in. */
export const identityUseCases = {
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
} as const;
