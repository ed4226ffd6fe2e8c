import { ContainerModule } from 'inversify';
import { mikroOrmGrantHolders } from '#adapters/mikro-orm/access/grant-holders.ts';
import { mikroOrmGrantStore } from '#adapters/mikro-orm/access/grant-store.ts';
import { mikroOrmOrganisationList } from '#adapters/mikro-orm/access/organisation-list.ts';
import { mikroOrmOrganisationStore } from '#adapters/mikro-orm/access/organisation-store.ts';
import { mikroOrmRoleStore } from '#adapters/mikro-orm/access/role-store.ts';
import { mikroOrmAuditChain } from '#adapters/mikro-orm/audit/audit-chain.ts';
import { mikroOrmAuditLog } from '#adapters/mikro-orm/audit/audit-log.ts';
import { mikroOrmAuditTrail } from '#adapters/mikro-orm/audit/audit-trail.ts';
import { mikroOrmShortcutStore } from '#adapters/mikro-orm/automation/shortcut-store.ts';
import { mikroOrmCategoryStore } from '#adapters/mikro-orm/categories/category-store.ts';
import { mikroOrmCustomFieldStore } from '#adapters/mikro-orm/fields/custom-field-store.ts';
import { mikroOrmIdempotencyLedger } from '#adapters/mikro-orm/idempotency-ledger.ts';
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
import { mikroOrmStatusLabelStore } from '#adapters/mikro-orm/labels/status-label-store.ts';
import { mikroOrmPersonalArchive } from '#adapters/mikro-orm/privacy/personal-archive.ts';
import { mikroOrmErasures, mikroOrmPersonalData } from '#adapters/mikro-orm/privacy/personal-data.ts';
import { mikroOrmRetentionPlan, mikroOrmRetentionRules } from '#adapters/mikro-orm/privacy/retention.ts';
import { mikroOrmAssignmentRota } from '#adapters/mikro-orm/queues/assignment-rota.ts';
import { mikroOrmClosingReviews } from '#adapters/mikro-orm/queues/closing-reviews.ts';
import { mikroOrmQueueStore } from '#adapters/mikro-orm/queues/queue-store.ts';
import { mikroOrmTicketCounts } from '#adapters/mikro-orm/queues/ticket-counts.ts';
import { mikroOrmReadiness } from '#adapters/mikro-orm/readiness.ts';
import { mikroOrmBacklog } from '#adapters/mikro-orm/relays/backlog.ts';
import { mikroOrmDueTimes } from '#adapters/mikro-orm/relays/due-times.ts';
import { mikroOrmFeed } from '#adapters/mikro-orm/relays/feed.ts';
import { mikroOrmMailQueue } from '#adapters/mikro-orm/relays/mail-queue.ts';
import { mikroOrmOutboundMail } from '#adapters/mikro-orm/relays/outbound-mail.ts';
import { mikroOrmRelayCursor } from '#adapters/mikro-orm/relays/relay-cursor.ts';
import { mikroOrmSequencer } from '#adapters/mikro-orm/relays/sequencer.ts';
import { openSession } from '#adapters/mikro-orm/session.ts';
import { mikroOrmSweeper } from '#adapters/mikro-orm/sweeper.ts';
import { mikroOrmBulkJobs } from '#adapters/mikro-orm/tickets/bulk-jobs.ts';
import { mikroOrmReadMarkers } from '#adapters/mikro-orm/tickets/read-markers.ts';
import { mikroOrmTagList } from '#adapters/mikro-orm/tickets/tag-list.ts';
import { mikroOrmTicketArchive } from '#adapters/mikro-orm/tickets/ticket-archive.ts';
import { mikroOrmTicketImports } from '#adapters/mikro-orm/tickets/ticket-imports.ts';
import { mikroOrmTicketLinkList, mikroOrmTicketLinks } from '#adapters/mikro-orm/tickets/ticket-links.ts';
import { mikroOrmTicketList } from '#adapters/mikro-orm/tickets/ticket-list.ts';
import {
  mikroOrmTicketHistory,
  mikroOrmTicketReader,
  mikroOrmTicketThread,
} from '#adapters/mikro-orm/tickets/ticket-reader.ts';
import { mikroOrmTicketStore } from '#adapters/mikro-orm/tickets/ticket-store.ts';
import { mikroOrmUnitOfWork } from '#adapters/mikro-orm/unit-of-work.ts';
import { seconds } from '#domain/shared/duration.ts';
import { provide } from './di.ts';
import { measuredOutboundMail } from './measured.ts';
import { tokens } from './tokens.ts';

/** Everything that is kept in the database: MySQL or SQLite, by one adapter. */
export const persistence = new ContainerModule((container) => {
  const { session, ids, clock, secretBox, mail } = tokens;
  provide(
    container,
    tokens.session,
    ({ database, hint, spread }) =>
      openSession(database, (topic) => (topic === 'revocations' ? spread() : hint(topic))),
    { database: tokens.database, hint: tokens.hint, spread: tokens.spread },
  );
  provide(container, tokens.queues, (deps) => mikroOrmQueueStore(deps.session), { session });
  provide(
    container,
    tokens.unitOfWork,
    (deps) =>
      mikroOrmUnitOfWork(
        deps.session,
        {
          tickets: mikroOrmTicketStore(deps.session, deps.ids, deps.queues),
          links: mikroOrmTicketLinks(deps.session),
          readMarkers: mikroOrmReadMarkers(deps.session),
          bulkJobs: mikroOrmBulkJobs(deps.session),
          shortcuts: mikroOrmShortcutStore(deps.session),
          imports: mikroOrmTicketImports(deps.session, deps.ids, deps.queues),
          queues: deps.queues,
          closingReviews: mikroOrmClosingReviews(deps.session),
          categories: mikroOrmCategoryStore(deps.session),
          customFields: mikroOrmCustomFieldStore(deps.session),
          statusLabels: mikroOrmStatusLabelStore(deps.session),
          rota: mikroOrmAssignmentRota(deps.session),
          users: mikroOrmUserStore(deps.session),
          roles: mikroOrmRoleStore(deps.session),
          grants: mikroOrmGrantStore(deps.session),
          organisations: mikroOrmOrganisationStore(deps.session),
          registrations: mikroOrmRegistrationStore(deps.session),
          sessions: mikroOrmSessionStore(deps.session),
          personalTokens: mikroOrmPersonalTokenStore(deps.session),
          secondFactors: mikroOrmSecondFactorStore(deps.session, deps.secretBox),
          suspensions: mikroOrmSuspensionStore(deps.session),
          linkTokens: mikroOrmLinkTokenStore(deps.session),
          issuers: mikroOrmIssuerStore(deps.session),
          personalData: mikroOrmPersonalData(deps.session),
          retention: mikroOrmRetentionRules(deps.session),
          mails: mikroOrmMailQueue(deps.session, { secretBox: deps.secretBox, host: deps.mail.messageHost }),
        },
        mikroOrmAuditChain(deps.session, { seal: deps.auditSeal, clock: deps.clock, origin: deps.origin }),
      ),
    {
      ...{ session, ids, secretBox, mail, clock, queues: tokens.queues },
      ...{ auditSeal: tokens.auditSeal, origin: tokens.origin },
    },
  );
  provide(container, tokens.ledger, (deps) => mikroOrmIdempotencyLedger(deps.session, deps.clock), {
    session,
    clock,
  });
  provide(container, tokens.principals, ({ session, ...deps }) => mikroOrmPrincipals(session, deps), {
    session,
    clock,
    changes: tokens.changes,
  });
  provide(container, tokens.externalSessions, (deps) => mikroOrmExternalSessions(deps.session, deps.clock), {
    session,
    clock,
  });
  provide(container, tokens.sessionList, (deps) => mikroOrmSessionList(deps.session), { session });
  provide(container, tokens.personalTokenList, (deps) => mikroOrmPersonalTokenList(deps.session), {
    session,
  });
  provide(container, tokens.signingKeys, (deps) => mikroOrmSigningKeys(deps.session, deps.secretBox), {
    session,
    secretBox,
  });
  provide(container, tokens.personalArchive, (deps) => mikroOrmPersonalArchive(deps.session), { session });
  provide(container, tokens.retentionPlan, (deps) => mikroOrmRetentionPlan(deps.session), { session });
  provide(container, tokens.erasures, (deps) => mikroOrmErasures(deps.session), { session });
  provide(container, tokens.auditLog, (deps) => mikroOrmAuditLog(deps.session), { session });
  provide(container, tokens.auditTrail, (deps) => mikroOrmAuditTrail(deps.session, deps.seal), {
    session,
    seal: tokens.auditSeal,
  });
  provide(container, tokens.organisationList, (deps) => mikroOrmOrganisationList(deps.session), { session });
  provide(container, tokens.grantHolders, (deps) => mikroOrmGrantHolders(deps.session), { session });
  provide(container, tokens.userList, (deps) => mikroOrmUserList(deps.session), { session });
  provide(container, tokens.reader, (deps) => mikroOrmTicketReader(deps.session), { session });
  provide(container, tokens.thread, (deps) => mikroOrmTicketThread(deps.session), { session });
  provide(container, tokens.history, (deps) => mikroOrmTicketHistory(deps.session), { session });
  provide(container, tokens.links, (deps) => mikroOrmTicketLinkList(deps.session), { session });
  provide(container, tokens.readMarkers, (deps) => mikroOrmReadMarkers(deps.session), { session });
  provide(container, tokens.bulkJobs, (deps) => mikroOrmBulkJobs(deps.session), { session });
  provide(container, tokens.tagList, (deps) => mikroOrmTagList(deps.session), { session });
  provide(container, tokens.list, (deps) => mikroOrmTicketList(deps.session), { session });
  provide(container, tokens.archive, (deps) => mikroOrmTicketArchive(deps.session), { session });
  provide(
    container,
    tokens.ticketCounts,
    (deps) => mikroOrmTicketCounts(deps.session, { holder: deps.ids.next() }),
    { session, ids },
  );
  provide(container, tokens.dueTimes, (deps) => mikroOrmDueTimes(deps.session), { session });
  provide(container, tokens.feed, (deps) => mikroOrmFeed(deps.session), { session });
  provide(
    container,
    tokens.sequencer,
    (deps) =>
      mikroOrmSequencer(deps.session, { clock: deps.clock, holder: deps.ids.next(), leaseMs: seconds(5) }),
    { session, clock, ids },
  );
  provide(container, tokens.relayCursor, (deps) => mikroOrmRelayCursor(deps.session, deps.unitOfWork), {
    session,
    unitOfWork: tokens.unitOfWork,
  });
  provide(
    container,
    tokens.outboundMail,
    ({ session, metrics, ...deps }) => {
      const mails = mikroOrmOutboundMail(session, deps);
      return metrics ? measuredOutboundMail(mails, metrics) : mails;
    },
    { session, secretBox, ids, metrics: tokens.metrics },
  );
  provide(container, tokens.backlog, (deps) => mikroOrmBacklog(deps.session), { session });
  provide(container, tokens.sweeper, (deps) => mikroOrmSweeper(deps.session), { session });
  provide(container, tokens.readiness, (deps) => mikroOrmReadiness(deps.session), { session });
});
