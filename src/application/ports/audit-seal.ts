/** Seals what must not be altered: whoever lacks the installation's secret key can make no seal that holds. */
export interface AuditSeal {
  /** The seal of a text; the same text always has the same. */
  of(text: string): string;
}
