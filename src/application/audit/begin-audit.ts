import type { AuditTrail } from '../ports/audit-trail.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

export type BeginAudit = () => Promise<void>;

/** Makes the first entry of an audit that has none, so that an empty one is always one that was emptied. */
export const beginAudit =
  (deps: { readonly unitOfWork: UnitOfWork; readonly auditTrail: AuditTrail }): BeginAudit =>
  async () => {
    if ((await deps.auditTrail.end()).entries > 0) return;
    await deps.unitOfWork.run((tx) => tx.audit.append({ action: 'audit-begun', actor: undefined }));
  };
