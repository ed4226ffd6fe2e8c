import { defineEntity, p } from '@mikro-orm/core';
import { id, json, moment } from './columns.ts';

const OutboundMailTable = defineEntity({
  name: 'OutboundMail',
  tableName: 'outbound_mails',
  properties: {
    id: id().primary(),
    recipient: p.string().length(254),
    recipientName: p.string().length(201),
    kind: p.string().length(32),
    ticketId: id().nullable(),
    messageId: p.string().length(255),
    /** The letter, sealed; emptied once it is sent or given up. */
    sealedLetter: p.text().nullable(),
    state: p.string().length(8),
    attempts: p.integer(),
    dueAt: moment(),
    claim: p.string().length(36).nullable(),
    lastError: p.string().length(500).nullable(),
    createdAt: moment(),
    finishedAt: moment().nullable(),
  },
});

const LeaseTable = defineEntity({
  name: 'Lease',
  tableName: 'leases',
  properties: { name: p.string().length(50).primary(), holder: id(), expiresAt: moment() },
});

const CounterTable = defineEntity({
  name: 'Counter',
  tableName: 'counters',
  properties: { name: p.string().length(50).primary(), value: p.bigint('number') },
});

const IdempotencyKeyTable = defineEntity({
  name: 'IdempotencyKey',
  tableName: 'idempotency_keys',
  properties: {
    /** Digest of caller, route and key together. */
    hash: p.string().length(64).primary(),
    fingerprint: p.string().length(64),
    status: p.smallint(),
    headers: json(),
    body: p.text(),
    createdAt: moment(),
  },
});

/** What leaves the log, and who does it. */
export const relayTables = [OutboundMailTable, LeaseTable, CounterTable, IdempotencyKeyTable] as const;
