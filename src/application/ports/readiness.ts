/** Whether this node can serve. */
export interface Readiness {
  /** What is wrong, by component; empty when all is well. Answers within two seconds. */
  problems(): Promise<Readonly<Record<string, string>>>;
}
