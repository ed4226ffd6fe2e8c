import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Container, ContainerModule } from 'inversify';
import { fetchKeySet } from '#adapters/jose/fetch-key-set.ts';
import { joseForeignTokens } from '#adapters/jose/foreign-tokens.ts';
import { joseAccessTokens } from '#adapters/jose/jose-access-tokens.ts';
import { remoteKeySets } from '#adapters/jose/remote-key-sets.ts';
import { joseSigningKeySource } from '#adapters/jose/signing-key.ts';
import { trustedForMs } from '#adapters/mikro-orm/identity/trust.ts';
import { argon2Hasher } from '#adapters/password/argon2-hasher.ts';
import { listedPasswords } from '#adapters/password/common-passwords.ts';
import { type Metrics, prometheusMetrics } from '#adapters/prometheus/metrics.ts';
import { folderMailer } from '#adapters/smtp/folder-mailer.ts';
import { mailHost, parseMailbox } from '#adapters/smtp/mailbox.ts';
import { smtpMailer, smtpTimeouts } from '#adapters/smtp/smtp-mailer.ts';
import { aesSecretBox } from '#adapters/system/aes-secret-box.ts';
import { keyedAuditSeal } from '#adapters/system/audit-seal.ts';
import { inProcessChangeHint } from '#adapters/system/change-hint.ts';
import { systemClock } from '#adapters/system/clock.ts';
import { fileErasureJournal } from '#adapters/system/erasure-journal.ts';
import { evenPace } from '#adapters/system/even-pace.ts';
import { keyedSecrets } from '#adapters/system/keyed-secrets.ts';
import { ambientRequestOrigin } from '#adapters/system/request-origin.ts';
import { inProcessSessionEndings } from '#adapters/system/session-endings.ts';
import { systemTimer } from '#adapters/system/timer.ts';
import { uuidV7Source } from '#adapters/system/uuid-v7.ts';
import { totp } from '#adapters/totp/totp.ts';
import { sentAtOnce } from '#application/relays/send-mails.ts';
import { type UseCasePorts, type UseCases, useCases } from '#application/use-cases.ts';
import { networkOf } from '#domain/identity/network.ts';
import { BadConfig, type Config } from './config.ts';
import { constant, provide, type Token } from './di.ts';
import { limits } from './limits.ts';
import { measuredUseCases } from './measured.ts';
import { persistence } from './persistence.ts';
import { type MailSettings, tokens } from './tokens.ts';

/** What must be there before anything can be wired: read, opened and connected by whoever starts. */
export type Given = {
  readonly [Name in 'config' | 'secretKey' | 'database' | 'logger']: (typeof tokens)[Name] extends Token<
    infer Value
  >
    ? Value
    : never;
};

const system = new ContainerModule((container) => {
  const changes = inProcessChangeHint();
  constant(container, tokens.clock, systemClock);
  constant(container, tokens.timer, systemTimer);
  constant(container, tokens.random, Math.random);
  constant(container, tokens.pace, evenPace({ spanMs: 250 }));
  constant(container, tokens.origin, ambientRequestOrigin());
  constant(container, tokens.changes, changes);
  constant(container, tokens.hint, changes.hint);
  provide(container, tokens.spread, ({ config }) => spreadFor(config), { config: tokens.config });
  constant(container, tokens.sessionEndings, inProcessSessionEndings());
  provide(container, tokens.ids, uuidV7Source, { clock: tokens.clock });
});

/** A database in memory has no second node that could know less. */
const spreadFor = ({ databaseUrl }: Config) =>
  databaseUrl === 'sqlite::memory:' ? async () => {} : () => pause(trustedForMs);

const security = new ContainerModule((container) => {
  provide(
    container,
    tokens.hasher,
    ({ origin }) => argon2Hasher(() => networkOf(origin.current()?.address ?? '')),
    { origin: tokens.origin },
  );
  constant(container, tokens.commonPasswords, listedPasswords());
  constant(container, tokens.signingKeySource, joseSigningKeySource);
  provide(container, tokens.oneTimeCodes, ({ mail }) => totp({ issuer: mail.from.name || 'Hexdesk' }), {
    mail: tokens.mail,
  });
  provide(container, tokens.secondFactorRoles, ({ config }) => config.secondFactorRoles, {
    config: tokens.config,
  });
  provide(container, tokens.secrets, keyedSecrets, { secretKey: tokens.secretKey });
  provide(container, tokens.secretBox, aesSecretBox, { secretKey: tokens.secretKey });
  provide(container, tokens.auditSeal, keyedAuditSeal, { secretKey: tokens.secretKey });
  provide(
    container,
    tokens.accessTokens,
    ({ config, ...deps }) => joseAccessTokens({ ...deps, issuer: config.publicUrl }),
    { config: tokens.config, signingKeys: tokens.signingKeys, clock: tokens.clock, ids: tokens.ids },
  );
  provide(
    container,
    tokens.foreignTokens,
    ({ unitOfWork, clock, logger }) =>
      joseForeignTokens({
        issuers: () => unitOfWork.run((tx) => tx.issuers.all()),
        keySets: remoteKeySets({ fetchKeys: fetchKeySet, clock, logger }),
        clock,
      }),
    { unitOfWork: tokens.unitOfWork, clock: tokens.clock, logger: tokens.logger },
  );
});

const privacy = new ContainerModule((container) => {
  provide(container, tokens.erasurePolicy, ({ config }) => ({ texts: config.erasedTexts }), {
    config: tokens.config,
  });
  provide(
    container,
    tokens.erasureJournal,
    ({ config, logger }) => fileErasureJournal({ file: join(config.dataDir, 'erasures.jsonl'), logger }),
    { config: tokens.config, logger: tokens.logger },
  );
});

const measuring = new ContainerModule((container) => {
  provide(
    container,
    tokens.metrics,
    ({ config, ...deps }) => (config.metricsPort === undefined ? undefined : prometheusMetrics(deps)),
    { config: tokens.config, backlog: tokens.backlog, clock: tokens.clock },
  );
});

const mail = new ContainerModule((container) => {
  provide(container, tokens.mail, ({ config }) => mailSettings(config), { config: tokens.config });
  provide(
    container,
    tokens.mailer,
    ({ config, settings, clock }) =>
      config.smtpUrl === undefined
        ? folderMailer({ ...settings, folder: join(config.dataDir, 'mail'), clock })
        : smtpMailer({ ...settings, url: config.smtpUrl, timeouts: smtpTimeouts, connections: sentAtOnce }),
    { config: tokens.config, settings: tokens.mail, clock: tokens.clock },
  );
});

const application = new ContainerModule((container) => {
  provide<UseCases, UseCasePorts & Measured>(container, tokens.useCases, ready, {
    metrics: tokens.metrics,
    unitOfWork: tokens.unitOfWork,
    clock: tokens.clock,
    ids: tokens.ids,
    hasher: tokens.hasher,
    commonPasswords: tokens.commonPasswords,
    secrets: tokens.secrets,
    attempts: tokens.attempts,
    pace: tokens.pace,
    accessTokens: tokens.accessTokens,
    foreignTokens: tokens.foreignTokens,
    externalSessions: tokens.externalSessions,
    origin: tokens.origin,
    logger: tokens.logger,
    signingKeys: tokens.signingKeys,
    signingKeySource: tokens.signingKeySource,
    principals: tokens.principals,
    sessionEndings: tokens.sessionEndings,
    sessionList: tokens.sessionList,
    personalTokenList: tokens.personalTokenList,
    oneTimeCodes: tokens.oneTimeCodes,
    secondFactorRoles: tokens.secondFactorRoles,
    userList: tokens.userList,
    organisationList: tokens.organisationList,
    ticketCounts: tokens.ticketCounts,
    grantHolders: tokens.grantHolders,
    auditLog: tokens.auditLog,
    erasures: tokens.erasures,
    personalArchive: tokens.personalArchive,
    retentionPlan: tokens.retentionPlan,
    erasureJournal: tokens.erasureJournal,
    erasurePolicy: tokens.erasurePolicy,
    auditTrail: tokens.auditTrail,
    reader: tokens.reader,
    thread: tokens.thread,
    links: tokens.links,
    readMarkers: tokens.readMarkers,
    bulkJobs: tokens.bulkJobs,
    history: tokens.history,
    list: tokens.list,
    tagList: tokens.tagList,
  });
});

type Measured = { readonly metrics: Metrics | undefined };

/** Gives every use case the ports it asks for by name. */
const ready = ({ metrics, ...ports }: UseCasePorts & Measured): UseCases => {
  const made = Object.fromEntries(
    Object.entries(useCases).map(([name, make]) => [name, (make as (ports: UseCasePorts) => unknown)(ports)]),
  ) as UseCases;
  return metrics ? measuredUseCases(made, metrics) : made;
};

/** Wires everything. Swapping an adapter is rebinding its token before the first thing is resolved. */
export const buildContainer = (given: Given): Container => {
  const container = new Container({ defaultScope: 'Singleton' });
  constant(container, tokens.config, given.config);
  constant(container, tokens.secretKey, given.secretKey);
  constant(container, tokens.database, given.database);
  constant(container, tokens.logger, given.logger);
  container.load(system, security, limits, persistence, privacy, measuring, mail, application);
  return container;
};

const mailSettings = ({ mailFrom, mailReplyTo, appUrl, publicUrl }: Config): MailSettings => {
  const from = parseMailbox(mailFrom);
  const replyTo = mailReplyTo === undefined ? undefined : parseMailbox(mailReplyTo);
  if (from === undefined)
    throw new BadConfig('MAIL_FROM must be an address, or a name with an address in <>');
  if (mailReplyTo !== undefined && replyTo === undefined)
    throw new BadConfig('MAIL_REPLY_TO must be an address');
  return { from, replyTo, appUrl, messageHost: mailHost(from, publicUrl) };
};
