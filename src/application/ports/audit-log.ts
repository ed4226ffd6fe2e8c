import type { AuditAction, AuditSubject } from '#domain/audit/actions.ts';

/** An entry of the audit as it is read. Who and where are ids; what only the erased knew is gone. */
export type AuditRecord = {
  /** Its place in the audit: 1, 2, 3 … */
  readonly number: number;
  readonly at: Date;
  readonly action: string;
  readonly actor: string | undefined;
  readonly onBehalfOf: string | undefined;
  readonly subject: AuditSubject | undefined;
  readonly requestId: string | undefined;
  /** `undefined` once the person it is about is erased. */
  readonly details:
    | { readonly address: string | undefined; readonly before: unknown; readonly after: unknown }
    | undefined;
};

/** What a part of the audit is narrowed to. */
export type AuditFilter = {
  readonly actions: readonly AuditAction[];
  /** Who did it, or in whose name. */
  readonly actor: string | undefined;
  readonly subject: string | undefined;
  /** From this moment on. */
  readonly from: Date | undefined;
  /** Before this moment. */
  readonly to: Date | undefined;
};

export const auditSorts = ['-at', 'at'] as const;
export type AuditSort = (typeof auditSorts)[number];

/** Read side of the audit. Only for actors who may read it, and for what is about themselves. */
export interface AuditLog {
  /** At most `limit` entries after the one numbered `after`, in this order, and the number to go on from. */
  page(wanted: {
    readonly filter: AuditFilter;
    readonly sort: AuditSort;
    readonly after: number | undefined;
    readonly limit: number;
  }): Promise<{ readonly items: readonly AuditRecord[]; readonly next: number | undefined }>;
  /** At most `limit` entries after the one numbered `after` that somebody made or that are about them, oldest first. */
  about(
    user: string,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly AuditRecord[]>;
}
