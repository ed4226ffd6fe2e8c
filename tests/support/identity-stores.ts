import { mikroOrmGrantStore } from '#adapters/mikro-orm/access/grant-store.ts';
import { mikroOrmOrganisationStore } from '#adapters/mikro-orm/access/organisation-store.ts';
import { mikroOrmRoleStore } from '#adapters/mikro-orm/access/role-store.ts';
import { mikroOrmAuditChain } from '#adapters/mikro-orm/audit/audit-chain.ts';
import { mikroOrmAuditLog } from '#adapters/mikro-orm/audit/audit-log.ts';
import { mikroOrmAuditTrail } from '#adapters/mikro-orm/audit/audit-trail.ts';
import { mikroOrmShortcutStore } from '#adapters/mikro-orm/automation/shortcut-store.ts';
import { mikroOrmExternalSessions } from '#adapters/mikro-orm/identity/external-sessions.ts';
import { mikroOrmIssuerStore } from '#adapters/mikro-orm/identity/issuer-store.ts';
import { mikroOrmLinkTokenStore } from '#adapters/mikro-orm/identity/link-token-store.ts';
import {
  mikroOrmPersonalTokenList,
  mikroOrmPersonalTokenStore,
} from '#adapters/mikro-orm/identity/personal-tokens.ts';
import { mikroOrmPrincipals } from '#adapters/mikro-orm/identity/principals.ts';
import { mikroOrmRegistrationStore } from '#adapters/mikro-orm/identity/registration-store.ts';
import { mikroOrmSecondFactorStore } from '#adapters/mikro-orm/identity/second-factor-store.ts';
import { mikroOrmSessionList } from '#adapters/mikro-orm/identity/session-list.ts';
import { mikroOrmSessionStore } from '#adapters/mikro-orm/identity/session-store.ts';
import { mikroOrmSigningKeys } from '#adapters/mikro-orm/identity/signing-keys.ts';
import { mikroOrmSuspensionStore } from '#adapters/mikro-orm/identity/suspension-store.ts';
import { mikroOrmUserList } from '#adapters/mikro-orm/identity/user-list.ts';
import { mikroOrmUserStore } from '#adapters/mikro-orm/identity/user-store.ts';
import { mikroOrmPersonalData } from '#adapters/mikro-orm/privacy/personal-data.ts';
import { mikroOrmRetentionRules } from '#adapters/mikro-orm/privacy/retention.ts';
import { mikroOrmAssignmentRota } from '#adapters/mikro-orm/queues/assignment-rota.ts';
import { mikroOrmClosingReviews } from '#adapters/mikro-orm/queues/closing-reviews.ts';
import { mikroOrmMailQueue } from '#adapters/mikro-orm/relays/mail-queue.ts';
import { mikroOrmBulkJobs } from '#adapters/mikro-orm/tickets/bulk-jobs.ts';
import { mikroOrmReadMarkers } from '#adapters/mikro-orm/tickets/read-markers.ts';
import { mikroOrmTicketLinks } from '#adapters/mikro-orm/tickets/ticket-links.ts';
import { mikroOrmUnitOfWork } from '#adapters/mikro-orm/unit-of-work.ts';
import { aesSecretBox } from '#adapters/system/aes-secret-box.ts';
import { keyedAuditSeal } from '#adapters/system/audit-seal.ts';
import { inProcessChangeHint } from '#adapters/system/change-hint.ts';
import { ambientRequestOrigin } from '#adapters/system/request-origin.ts';
import { secretKey } from '#adapters/system/secret-key.ts';
import type { ChangeHint } from '#application/ports/change-hint.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { TestNode } from './database.ts';

/** The secret key of every test's installation. */
export const testSecretKey = secretKey('a secret that only the tests share');

/** Every store and reader of people and sign-ins on one node, beside those it has. */
export const identityStoresOn = (
  { session, stores }: Pick<TestNode, 'session' | 'stores'>,
  clock: Clock,
  changes: ChangeHint = inProcessChangeHint(),
) => {
  const secretBox = aesSecretBox({ secretKey: testSecretKey });
  const seal = keyedAuditSeal({ secretKey: testSecretKey });
  const origin = ambientRequestOrigin();
  const writing = {
    tickets: stores.tickets,
    imports: stores.imports,
    links: mikroOrmTicketLinks(session),
    readMarkers: mikroOrmReadMarkers(session),
    bulkJobs: mikroOrmBulkJobs(session),
    shortcuts: mikroOrmShortcutStore(session),
    queues: stores.queues,
    categories: stores.categories,
    customFields: stores.customFields,
    statusLabels: stores.statusLabels,
    closingReviews: mikroOrmClosingReviews(session),
    rota: mikroOrmAssignmentRota(session),
    users: mikroOrmUserStore(session),
    roles: mikroOrmRoleStore(session),
    grants: mikroOrmGrantStore(session),
    organisations: mikroOrmOrganisationStore(session),
    registrations: mikroOrmRegistrationStore(session),
    sessions: mikroOrmSessionStore(session),
    personalTokens: mikroOrmPersonalTokenStore(session),
    secondFactors: mikroOrmSecondFactorStore(session, secretBox),
    suspensions: mikroOrmSuspensionStore(session),
    linkTokens: mikroOrmLinkTokenStore(session),
    issuers: mikroOrmIssuerStore(session),
    personalData: mikroOrmPersonalData(session),
    retention: mikroOrmRetentionRules(session),
    mails: mikroOrmMailQueue(session, { secretBox, host: 'desk.example.org' }),
  };
  return {
    ...writing,
    unitOfWork: mikroOrmUnitOfWork(session, writing, mikroOrmAuditChain(session, { seal, clock, origin })),
    auditTrail: mikroOrmAuditTrail(session, seal),
    auditLog: mikroOrmAuditLog(session),
    origin,
    sessionList: mikroOrmSessionList(session),
    personalTokenList: mikroOrmPersonalTokenList(session),
    principals: mikroOrmPrincipals(session, { clock, changes }),
    userList: mikroOrmUserList(session),
    externalSessions: mikroOrmExternalSessions(session, clock),
    signingKeys: mikroOrmSigningKeys(session, secretBox),
    secretBox,
  };
};

export type IdentityStores = ReturnType<typeof identityStoresOn>;
