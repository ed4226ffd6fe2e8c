import type { Database } from '#adapters/mikro-orm/database.ts';
import type { CommitTopic, Session } from '#adapters/mikro-orm/session.ts';
import type { Metrics } from '#adapters/prometheus/metrics.ts';
import type { Counters } from '#adapters/rate-limit/counter.ts';
import type { RequestLimiter } from '#adapters/rate-limit/request-limiter.ts';
import type { SharedStore } from '#adapters/redis/shared-store.ts';
import type { Sender } from '#adapters/smtp/compose-mail.ts';
import type { SecretKey } from '#adapters/system/secret-key.ts';
import type { AccessTokens } from '#application/ports/access-tokens.ts';
import type { Attempts } from '#application/ports/attempts.ts';
import type { AuditLog } from '#application/ports/audit-log.ts';
import type { AuditSeal } from '#application/ports/audit-seal.ts';
import type { AuditTrail } from '#application/ports/audit-trail.ts';
import type { Backlog } from '#application/ports/backlog.ts';
import type { BulkJobs } from '#application/ports/bulk-jobs.ts';
import type { ChangeHint } from '#application/ports/change-hint.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { CommonPasswords } from '#application/ports/common-passwords.ts';
import type { DueTimes } from '#application/ports/due-times.ts';
import type { ErasureJournal } from '#application/ports/erasure-journal.ts';
import type { ErasurePolicy } from '#application/ports/erasure-policy.ts';
import type { Feed, Sequencer } from '#application/ports/feed.ts';
import type { GrantHolders } from '#application/ports/grant-holders.ts';
import type { IdSource } from '#application/ports/id-source.ts';
import type { IdempotencyLedger } from '#application/ports/idempotency-ledger.ts';
import type { Logger } from '#application/ports/logger.ts';
import type { Mailer } from '#application/ports/mailer.ts';
import type { OneTimeCodes } from '#application/ports/one-time-codes.ts';
import type { OrganisationList } from '#application/ports/organisation-list.ts';
import type { OutboundMail } from '#application/ports/outbound-mail.ts';
import type { Pace } from '#application/ports/pace.ts';
import type { PasswordHasher } from '#application/ports/password-hasher.ts';
import type { PersonalArchive } from '#application/ports/personal-archive.ts';
import type { Erasures } from '#application/ports/personal-data.ts';
import type { PersonalTokenList } from '#application/ports/personal-token-store.ts';
import type { Principals } from '#application/ports/principals.ts';
import type { QueueStore } from '#application/ports/queue-store.ts';
import type { ReadMarkers } from '#application/ports/read-markers.ts';
import type { Readiness } from '#application/ports/readiness.ts';
import type { RelayCursor } from '#application/ports/relay-cursor.ts';
import type { RequestOrigin } from '#application/ports/request-origin.ts';
import type { RetentionPlan } from '#application/ports/retention.ts';
import type { SecretBox } from '#application/ports/secret-box.ts';
import type { Secrets } from '#application/ports/secrets.ts';
import type { SessionEndings } from '#application/ports/session-endings.ts';
import type { SessionList } from '#application/ports/session-list.ts';
import type { SigningKeySource, SigningKeys } from '#application/ports/signing-keys.ts';
import type { Sweeper } from '#application/ports/sweeper.ts';
import type { TagList } from '#application/ports/tag-list.ts';
import type { TicketArchive } from '#application/ports/ticket-archive.ts';
import type { TicketCounts } from '#application/ports/ticket-counts.ts';
import type { TicketHistory, TicketPast } from '#application/ports/ticket-history.ts';
import type { TicketLinkList } from '#application/ports/ticket-links.ts';
import type { TicketList } from '#application/ports/ticket-list.ts';
import type { TicketReader } from '#application/ports/ticket-reader.ts';
import type { TicketThread } from '#application/ports/ticket-thread.ts';
import type { Timer } from '#application/ports/timer.ts';
import type { ExternalSessions, ForeignTokens } from '#application/ports/trusted-issuers.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { UserList } from '#application/ports/user-list.ts';
import type { UseCases } from '#application/use-cases.ts';
import type { Config } from './config.ts';
import { token } from './di.ts';

/** Tells this node's relays and sockets that something was committed. */
export type HintGiver = (topic: Exclude<CommitTopic, 'revocations'>) => void;

/** The mailbox that mails come from, and what people find in them. */
export type MailSettings = Sender & { readonly messageHost: string };

/** Everything the container can give, by name: a swap of an adapter is a binding of one of these. */
export const tokens = {
  config: token<Config>('config'),
  secretKey: token<SecretKey>('secretKey'),
  database: token<Database>('database'),
  session: token<Session>('session'),
  mail: token<MailSettings>('mail'),
  hint: token<HintGiver>('hint'),
  /** Ends once every node has heard of a change that was just committed. */
  spread: token<() => Promise<void>>('spread'),
  logger: token<Logger>('logger'),
  clock: token<Clock>('clock'),
  timer: token<Timer>('timer'),
  random: token<() => number>('random'),
  ids: token<IdSource>('ids'),
  pace: token<Pace>('pace'),
  origin: token<RequestOrigin>('origin'),
  secrets: token<Secrets>('secrets'),
  secretBox: token<SecretBox>('secretBox'),
  auditSeal: token<AuditSeal>('auditSeal'),
  changes: token<ChangeHint>('changes'),
  sessionEndings: token<SessionEndings>('sessionEndings'),
  attempts: token<Attempts>('attempts'),
  requestLimiter: token<RequestLimiter | undefined>('requestLimiter'),
  hasher: token<PasswordHasher>('hasher'),
  commonPasswords: token<CommonPasswords>('commonPasswords'),
  signingKeys: token<SigningKeys>('signingKeys'),
  /** Absent where a node is alone. */
  sharedStore: token<SharedStore | undefined>('sharedStore'),
  counters: token<Counters>('counters'),
  signingKeySource: token<SigningKeySource>('signingKeySource'),
  accessTokens: token<AccessTokens>('accessTokens'),
  foreignTokens: token<ForeignTokens>('foreignTokens'),
  externalSessions: token<ExternalSessions>('externalSessions'),
  queues: token<QueueStore>('queues'),
  unitOfWork: token<UnitOfWork>('unitOfWork'),
  ledger: token<IdempotencyLedger>('ledger'),
  principals: token<Principals>('principals'),
  sessionList: token<SessionList>('sessionList'),
  personalTokenList: token<PersonalTokenList>('personalTokenList'),
  oneTimeCodes: token<OneTimeCodes>('oneTimeCodes'),
  /** The roles that ask for a second factor. */
  secondFactorRoles: token<readonly string[]>('secondFactorRoles'),
  userList: token<UserList>('userList'),
  organisationList: token<OrganisationList>('organisationList'),
  grantHolders: token<GrantHolders>('grantHolders'),
  auditLog: token<AuditLog>('auditLog'),
  erasures: token<Erasures>('erasures'),
  personalArchive: token<PersonalArchive>('personalArchive'),
  retentionPlan: token<RetentionPlan>('retentionPlan'),
  erasureJournal: token<ErasureJournal>('erasureJournal'),
  erasurePolicy: token<ErasurePolicy>('erasurePolicy'),
  auditTrail: token<AuditTrail>('auditTrail'),
  reader: token<TicketReader>('reader'),
  thread: token<TicketThread>('thread'),
  links: token<TicketLinkList>('links'),
  readMarkers: token<ReadMarkers>('readMarkers'),
  bulkJobs: token<BulkJobs>('bulkJobs'),
  history: token<TicketHistory & TicketPast>('history'),
  list: token<TicketList>('list'),
  tagList: token<TagList>('tagList'),
  archive: token<TicketArchive>('archive'),
  feed: token<Feed>('feed'),
  dueTimes: token<DueTimes>('dueTimes'),
  ticketCounts: token<TicketCounts>('ticketCounts'),
  sequencer: token<Sequencer>('sequencer'),
  relayCursor: token<RelayCursor>('relayCursor'),
  outboundMail: token<OutboundMail>('outboundMail'),
  mailer: token<Mailer>('mailer'),
  readiness: token<Readiness>('readiness'),
  sweeper: token<Sweeper>('sweeper'),
  backlog: token<Backlog>('backlog'),
  /** Absent where nobody asks for metrics. */
  metrics: token<Metrics | undefined>('metrics'),
  useCases: token<UseCases>('useCases'),
} as const;
