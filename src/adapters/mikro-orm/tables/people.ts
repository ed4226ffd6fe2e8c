import { defineEntity, p } from '@mikro-orm/core';
import { flag, id, json, moment } from './columns.ts';

const QueueTable = defineEntity({
  name: 'Queue',
  tableName: 'queues',
  properties: {
    id: id().primary(),
    name: p.string().length(100),
    /** The name as names are compared. */
    nameKey: p.string().length(100).unique(),
    defaultPriority: p.smallint(),
    reopenWindowDays: p.integer(),
    autoCloseDays: p.integer().nullable().default(7),
    followUpPolicy: p.string().length(16),
    acknowledgement: p.text().nullable(),
    version: p.integer().default(1),
    assignment: p.string().length(16).default('manual'),
    capacity: p.integer().nullable(),
    isArchived: flag().default(0),
  },
});

const UserTable = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: id().primary(),
    kind: p.string().length(16).default('person'),
    /** What they are called in the host product. */
    externalId: p.string().length(200).nullable().unique(),
    email: p.string().length(254).unique(),
    firstName: p.string().length(100),
    lastName: p.string().length(100),
    status: p.string().length(16),
    availability: p.string().length(16).default('available'),
    /** Letters they go without, apart by spaces. */
    mutedLetters: p.string().length(255).default(''),
    /** The organisation somebody is a member of; empty for none. */
    organisationId: id().default(''),
    passwordHash: p.string().length(255).nullable(),
    createdAt: moment(),
  },
});

const AuthorNamesTable = defineEntity({
  name: 'AuthorNames',
  tableName: 'author_names',
  properties: {
    /** There is one row. */
    id: p.smallint().primary(),
    /** How often anybody was given another name. */
    revision: p.bigint('number'),
  },
});

const GrantTable = defineEntity({
  name: 'Grant',
  tableName: 'grants',
  properties: {
    userId: id().primary(),
    /** The name of a built-in role, or the id of a custom one. */
    role: p.string().length(50).primary(),
    /** The queue or the organisation a grant holds in; empty for a global one, since keys know no null. */
    queueId: id().primary(),
    /** What it holds in: a queue or everywhere when it is empty. */
    scopeKind: p.string().length(16).default(''),
  },
});

const RegistrationTable = defineEntity({
  name: 'Registration',
  tableName: 'registrations',
  properties: {
    id: id().primary(),
    userId: id(),
    passwordHash: p.string().length(255),
    firstName: p.string().length(100),
    lastName: p.string().length(100),
    codeHash: p.string().length(64),
    codeExpiresAt: moment(),
    attempts: p.integer(),
    createdAt: moment(),
  },
});

const LinkTokenTable = defineEntity({
  name: 'LinkToken',
  tableName: 'link_tokens',
  properties: {
    hash: p.string().length(64).primary(),
    userId: id(),
    purpose: p.string().length(16),
    expiresAt: moment(),
  },
});

const SessionTable = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id: id().primary(),
    userId: id(),
    createdAt: moment(),
    lastUsedAt: moment(),
    expiresAt: moment(),
    address: p.string().length(45),
    userAgent: p.string().length(255),
    revokedAt: moment().nullable(),
  },
});

const RefreshTokenTable = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_tokens',
  properties: {
    hash: p.string().length(64).primary(),
    sessionId: id(),
    generation: p.integer(),
    usedAt: moment().nullable(),
  },
});

const LiveTicketTable = defineEntity({
  name: 'LiveTicket',
  tableName: 'live_tickets',
  properties: {
    hash: p.string().length(64).primary(),
    sessionId: id(),
    expiresAt: moment(),
  },
});

const SigningKeyTable = defineEntity({
  name: 'SigningKey',
  tableName: 'signing_keys',
  properties: {
    kid: p.string().length(64).primary(),
    publicJwk: json(),
    sealedPrivateJwk: p.text(),
    createdAt: moment(),
    /** Absent for keys from before there was rotation: they sign from the start. */
    signsFrom: moment().nullable(),
    /** Empty for the first key, absent for those from before there was rotation. */
    follows: p.string().length(64).nullable().unique(),
  },
});

/** Queues, people, and how they sign in. */
export const peopleTables = [
  QueueTable,
  UserTable,
  AuthorNamesTable,
  GrantTable,
  RegistrationTable,
  LinkTokenTable,
  SessionTable,
  RefreshTokenTable,
  LiveTicketTable,
  SigningKeyTable,
] as const;
