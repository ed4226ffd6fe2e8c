import { defineEntity, p } from '@mikro-orm/core';
import { id, json, moment } from './columns.ts';

const PrincipalChangeTable = defineEntity({
  name: 'PrincipalChange',
  tableName: 'principal_changes',
  properties: {
    n: p.bigint('number').primary().autoincrement(),
    /** Whose; empty for everybody's. */
    userId: id(),
    /** By the clock of the machine that wrote it. */
    at: moment(),
  },
});

const AccessTokenTable = defineEntity({
  name: 'AccessToken',
  tableName: 'access_tokens',
  properties: {
    /** That of the session it stands for, which has its owner, its times and its end. */
    id: id().primary(),
    hash: p.string().length(64).unique(),
    name: p.string().length(100),
    permissions: json(),
  },
});

const SecondFactorTable = defineEntity({
  name: 'SecondFactor',
  tableName: 'second_factors',
  properties: {
    userId: id().primary(),
    sealedSecret: p.text(),
    createdAt: moment(),
    activatedAt: moment().nullable(),
    /** The time step of the last code that counted. */
    lastStep: p.integer(),
  },
});

const RecoveryCodeTable = defineEntity({
  name: 'RecoveryCode',
  tableName: 'recovery_codes',
  properties: { userId: id().primary(), hash: p.string().length(64).primary() },
});

/** What sign-ins are beside sessions, and whose changed. */
export const signInTables = [
  PrincipalChangeTable,
  AccessTokenTable,
  SecondFactorTable,
  RecoveryCodeTable,
] as const;
