/** What is wrong with the audit, and at which entry it shows first. */
export type AuditFlaw =
  /** The entry is not what was written, or not where it was written. */
  | { readonly kind: 'altered' | 'removed' | 'reordered' | 'added' | 'details-removed'; readonly n: number }
  /** Entries at the end are gone: there were `expected`, the last one left is `n`. */
  | { readonly kind: 'newest-removed'; readonly n: number; readonly expected: number }
  /** The record of where the audit ends was removed or altered. */
  | { readonly kind: 'end-altered'; readonly n: number }
  /** The audit is not the one that a note taken earlier tells of. */
  | { readonly kind: 'another-audit'; readonly n: number };

/** Where an audit ends: noted elsewhere, it tells later whether what was there then is there still. */
export type AuditEnd = { readonly entries: number; readonly hash: string };

export type AuditVerdict =
  | { readonly ok: true; readonly end: AuditEnd; readonly erasedDetails: number }
  | { readonly ok: false; readonly flaw: AuditFlaw };

/** The audit as evidence. */
export interface AuditTrail {
  /** Reads every entry, oldest first, and names the first flaw. `noted` is an end that was told earlier. */
  verify(options: {
    readonly noted: AuditEnd | undefined;
    /** Called now and then with how many entries were read, of how many. */
    readonly progress: (read: number, of: number) => void;
  }): Promise<AuditVerdict>;
  /** Where it ends now. */
  end(): Promise<AuditEnd>;
}
