import { defineEntity, p } from '@mikro-orm/core';
import { id, moment } from './columns.ts';

const AuditEntryTable = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entries',
  properties: {
    /** 1, 2, 3 … without a gap. */
    n: p.bigint('number').primary(),
    at: moment(),
    action: p.string().length(50),
    actorId: id().nullable(),
    onBehalfOf: id().nullable(),
    subjectKind: p.string().length(50).nullable(),
    subjectId: p.string().length(64).nullable(),
    requestId: p.string().length(64).nullable(),
    /** Address, before and after, as JSON; emptied when the person they are about is erased, of the address when who did it is. */
    details: p.text().nullable(),
    /** The seal of the details, which stays when they go. */
    detailsSeal: p.string().length(64),
    /** Covers the entry and the hash of the one before it. */
    hash: p.string().length(64),
  },
});

const AuditHeadTable = defineEntity({
  name: 'AuditHead',
  tableName: 'audit_heads',
  properties: {
    name: p.string().length(50).primary(),
    entries: p.bigint('number'),
    hash: p.string().length(64),
    seal: p.string().length(64),
  },
});

const ErasureTable = defineEntity({
  name: 'Erasure',
  tableName: 'erasures',
  properties: {
    userId: id().primary(),
    at: moment(),
    texts: p.string().length(16),
    /** The last ticket that was looked through for what the person wrote. */
    scannedTo: id().default(''),
    finishedAt: moment().nullable(),
  },
});

const RetentionRuleTable = defineEntity({
  name: 'RetentionRule',
  tableName: 'retention_rules',
  properties: { queueId: id().primary(), days: p.integer() },
});

/** The security audit, the list of erasures and the rules of retention. */
export const auditTables = [AuditEntryTable, AuditHeadTable, ErasureTable, RetentionRuleTable] as const;
