import { joseAccessTokens } from '#adapters/jose/jose-access-tokens.ts';
import { mikroOrmOutboundMail } from '#adapters/mikro-orm/relays/outbound-mail.ts';
import { listedPasswords } from '#adapters/password/common-passwords.ts';
import { inMemoryAttempts } from '#adapters/rate-limit/attempts.ts';
import { keyedSecrets } from '#adapters/system/keyed-secrets.ts';
import { inProcessSessionEndings } from '#adapters/system/session-endings.ts';
import { uuidV7Source } from '#adapters/system/uuid-v7.ts';
import { totp } from '#adapters/totp/totp.ts';
import { authenticate } from '#application/identity/authenticate.ts';
import { changeMyself } from '#application/identity/change-myself.ts';
import { changePassword } from '#application/identity/change-password.ts';
import { changeUser } from '#application/identity/change-user.ts';
import { ensureFirstAdmin } from '#application/identity/ensure-first-admin.ts';
import { inviteUser } from '#application/identity/invite-user.ts';
import { listUsers } from '#application/identity/list-users.ts';
import { issueLiveTicket, redeemLiveTicket } from '#application/identity/live-tickets.ts';
import { logIn } from '#application/identity/log-in.ts';
import { logOut } from '#application/identity/log-out.ts';
import { makeAccessToken } from '#application/identity/my-access-tokens.ts';
import {
  activateSecondFactor,
  beginSecondFactor,
  readMySecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from '#application/identity/my-second-factor.ts';
import { refreshSession } from '#application/identity/refresh-session.ts';
import { type RegisterCommand, register } from '#application/identity/register.ts';
import { requestPasswordReset } from '#application/identity/request-password-reset.ts';
import { resendInvitation } from '#application/identity/resend-invitation.ts';
import { type ResetPasswordCommand, resetPassword } from '#application/identity/reset-password.ts';
import { sendVerificationCode } from '#application/identity/send-verification-code.ts';
import { makeServiceAccount } from '#application/identity/service-accounts.ts';
import { makeServiceToken } from '#application/identity/service-tokens.ts';
import { type VerifyEmailCommand, verifyEmail } from '#application/identity/verify-email.ts';
import type { QueuedMail } from '#application/ports/mail-queue.ts';
import type { Pace } from '#application/ports/pace.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import { hours } from '#domain/shared/duration.ts';
import type { SessionId } from '#domain/shared/ids.ts';
import { type AdjustableClock, adjustableClock } from './adjustable-clock.ts';
import { countingHasher } from './counting-hasher.ts';
import { openTestDatabase, type TestNode } from './database.ts';
import { engines } from './engines.ts';
import { type IdentityStores, identityStoresOn, testSecretKey } from './identity-stores.ts';
import { recordingLogger } from './recording-logger.ts';

/** Everything about signing in, on real stores, with a clock to move and letters to read. */
export type IdentityDesk = ReturnType<typeof identityDeskOn>;

/** Where people are unless a test says otherwise. */
const device = { address: '192.0.2.1', userAgent: 'a test' };

type Somewhere<Command> = Omit<Command, 'address'> & { readonly address?: string };

export const identityDeskOn = (node: TestNode, clock: AdjustableClock = adjustableClock()) => {
  const stores = identityStoresOn(node, clock);
  const ids = uuidV7Source({ clock });
  const ended: SessionId[] = [];
  const sessionEndings = inProcessSessionEndings();
  sessionEndings.subscribe((sessions) => void ended.push(...sessions));
  const hasher = countingHasher();
  const accessTokens = joseAccessTokens({
    signingKeys: stores.signingKeys,
    clock,
    ids,
    issuer: 'https://desk.example.org',
  });
  const deps = {
    unitOfWork: stores.unitOfWork,
    principals: stores.principals,
    userList: stores.userList,
    externalSessions: stores.externalSessions,
    sessionList: stores.sessionList,
    personalTokenList: stores.personalTokenList,
    secondFactorRoles: ['admin'],
    oneTimeCodes: totp({ issuer: 'Example Desk' }),
    foreignTokens: { verify: async () => undefined },
    origin: stores.origin,
    logger: recordingLogger(),
    secrets: keyedSecrets({ secretKey: testSecretKey }),
    commonPasswords: listedPasswords(),
    attempts: inMemoryAttempts(),
    pace: unhurried,
    sessionEndings,
    accessTokens,
    hasher,
    clock,
    ids,
  };
  return {
    ...deps,
    stores,
    hasher,
    /** The sessions whose end was told on this node, in order. */
    ended,
    register: (wish: Somewhere<RegisterCommand>) => register(deps)({ ...device, ...wish }),
    sendVerificationCode: (asked: { readonly email: EmailAddress; readonly address?: string }) =>
      sendVerificationCode(deps)({ ...device, ...asked }),
    verifyEmail: (proof: Somewhere<VerifyEmailCommand>) => verifyEmail(deps)({ ...device, ...proof }),
    logIn: logIn(deps),
    refreshSession: refreshSession(deps),
    logOut: logOut(deps),
    requestPasswordReset: requestPasswordReset(deps),
    resetPassword: (reset: Pick<ResetPasswordCommand, 'token' | 'password'>) =>
      resetPassword(deps)({ ...device, ...reset }),
    changePassword: changePassword(deps),
    changeMyself: changeMyself(deps),
    beginSecondFactor: beginSecondFactor(deps),
    activateSecondFactor: activateSecondFactor(deps),
    removeSecondFactor: removeSecondFactor(deps),
    renewRecoveryCodes: renewRecoveryCodes(deps),
    readMySecondFactor: readMySecondFactor(deps),
    makeAccessToken: makeAccessToken(deps),
    makeServiceAccount: makeServiceAccount(deps),
    makeServiceToken: makeServiceToken(deps),
    inviteUser: inviteUser(deps),
    changeUser: changeUser(deps),
    resendInvitation: resendInvitation(deps),
    listUsers: listUsers(deps),
    ensureFirstAdmin: ensureFirstAdmin(deps),
    authenticate: authenticate(deps),
    issueLiveTicket: issueLiveTicket(deps),
    redeemLiveTicket: redeemLiveTicket(deps),
    /** The mails queued since the last time somebody looked. */
    takeMails: () => takeMails(node, stores, clock),
  };
};

/** One database in memory for a file of tests; every test begins with an empty one and a desk of its own. */
export const openIdentityDesk = async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new TypeError('there is no engine to test on');
  const database = await openTestDatabase(sqlite);
  return {
    async fresh(): Promise<IdentityDesk> {
      await database.empty();
      return identityDeskOn(database);
    },
    close: () => database.close(),
  };
};

/** Answers as soon as the work is done. */
const unhurried: Pace = { evenly: (work) => work() };

const takeMails = async (
  node: TestNode,
  { secretBox }: IdentityStores,
  clock: AdjustableClock,
): Promise<readonly QueuedMail[]> => {
  const outbound = mikroOrmOutboundMail(node.session, { secretBox, ids: uuidV7Source({ clock }) });
  const mails = await outbound.claim(100, clock.now(), hours(1));
  for (const mail of mails) await outbound.sent(mail, clock.now());
  return mails;
};
