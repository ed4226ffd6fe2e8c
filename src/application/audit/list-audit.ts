import type { Actor } from '#domain/access/actor.ts';
import { holdsGlobally } from '#domain/access/policy.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { AuditLog } from '../ports/audit-log.ts';

type Wanted = Parameters<AuditLog['page']>[0];

export type ListAudit = (
  wanted: Wanted,
  actor: Actor,
) => Promise<Decision<Awaited<ReturnType<AuditLog['page']>>, IdentityRefusal>>;

/** The security audit, for those who may read all of it. */
export const listAudit =
  (deps: { readonly auditLog: AuditLog }): ListAudit =>
  async (wanted, actor) =>
    holdsGlobally(actor, 'audit:read')
      ? accept(await deps.auditLog.page(wanted))
      : refuse({ code: 'not-permitted', permission: 'audit:read' });
