import { defineEntity, p } from '@mikro-orm/core';
import { id, json, moment } from './columns.ts';

const TrustedIssuerTable = defineEntity({
  name: 'TrustedIssuer',
  tableName: 'trusted_issuers',
  properties: {
    id: id().primary(),
    name: p.string().length(100),
    issuer: p.string().length(200).unique(),
    settings: json(),
    createdAt: moment(),
  },
});

const ExternalIdentityTable = defineEntity({
  name: 'ExternalIdentity',
  tableName: 'external_identities',
  properties: {
    issuer: p.string().length(200).primary(),
    subject: p.string().length(200).primary(),
    userId: id(),
    /** The session they are signed in with; empty before the first time. */
    sessionId: id(),
    /** What was issued up to this moment is void. */
    validFrom: moment(),
  },
});

/** Whose word is taken for who somebody is, and who is who to them. */
export const embeddingTables = [TrustedIssuerTable, ExternalIdentityTable] as const;
