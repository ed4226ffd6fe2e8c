import type { AuditRecord } from '#application/ports/audit-log.ts';
import { auditActions } from '#domain/audit/actions.ts';
import { shownId, shownMoment, z } from './schemas.ts';

export const AuditEntrySchema = z
  .object({
    number: z.int().openapi({ description: 'Its place in the audit, without a gap.' }),
    at: shownMoment,
    action: z.enum(auditActions),
    actorId: shownId
      .nullable()
      .openapi({ description: 'Who did it; null for nobody who proved to be somebody.' }),
    onBehalfOfId: shownId.nullable().openapi({ description: 'In whose name, if not in their own.' }),
    subject: z
      .object({ kind: z.string(), id: z.string() })
      .nullable()
      .openapi({ description: 'What it was done to.' }),
    before: z.unknown().openapi({ description: 'What was changed, as it was.' }),
    after: z.unknown().openapi({ description: 'What was changed, as it then was.' }),
    address: z.string().nullable().openapi({ description: 'The network address it was asked from.' }),
    requestId: z.string().nullable(),
    detailsErased: z.boolean().openapi({
      description:
        'Whether before, after and address went with a person who was erased. Of what they did to others only the address goes.',
    }),
  })
  .openapi('AuditEntry');

/** An entry as it is shown. */
export const presentAuditEntry = (record: AuditRecord) => ({
  number: record.number,
  at: record.at,
  action: record.action,
  actorId: record.actor ?? null,
  onBehalfOfId: record.onBehalfOf ?? null,
  subject: record.subject ?? null,
  before: record.details?.before ?? null,
  after: record.details?.after ?? null,
  address: record.details?.address ?? null,
  requestId: record.requestId ?? null,
  detailsErased: record.details === undefined,
});
