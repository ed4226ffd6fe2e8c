import type { QueuedMail } from './mail-queue.ts';

/** A mail that this node has taken to send. */
export type ClaimedMail = QueuedMail & {
  /** Chosen when it was queued; every try is the same mail (RFC 5322 Message-ID, with angle brackets). */
  readonly messageId: string;
  readonly queuedAt: Date;
  /** Tries before this one. */
  readonly attempts: number;
  /** Names this claim; whoever's lease ran out cannot write the outcome. */
  readonly claim: string;
};

/** The mails to be sent, shared by all nodes. */
export interface OutboundMail {
  /** Takes due mails for `leaseMs`; no two nodes get the same one while the lease lasts. */
  claim(limit: number, at: Date, leaseMs: number): Promise<readonly ClaimedMail[]>;
  sent(mail: ClaimedMail, at: Date): Promise<void>;
  /** Puts a mail back until `dueAt`. */
  retry(mail: ClaimedMail, reason: string, dueAt: Date): Promise<void>;
  /** Gives a mail up, with the reason. */
  dead(mail: ClaimedMail, reason: string, at: Date): Promise<void>;
  /** Gives mails back at once that were taken and not tried, when stopping. */
  release(mails: readonly ClaimedMail[]): Promise<void>;
}
