import type { QueueId, TicketId } from '#domain/shared/ids.ts';

/** How long texts of closed tickets are kept in a queue. */
export type RetentionRule = { readonly queue: QueueId; readonly days: number };

/** Rules and what they do, inside one transaction. */
export interface RetentionRules {
  /** Sets the rule of a queue, or takes it away; tells the one before. */
  set(queue: QueueId, days: number | undefined): Promise<number | undefined>;
  /** Empties every text of a ticket that is held, unless that was done before; tells whether it did. */
  emptyTexts(ticket: TicketId): Promise<boolean>;
}

/** Finding what is kept too long. */
export interface RetentionPlan {
  rules(): Promise<readonly RetentionRule[]>;
  /**
   * Looks through the next `limit` tickets after `after`: those of these queues that were closed before their moment
   * and still have texts, and the last one looked at; `undefined` once there are no more.
   */
  scan(
    closedBefore: ReadonlyMap<QueueId, Date>,
    page: { readonly after: string; readonly limit: number },
  ): Promise<
    | { readonly due: readonly { readonly id: TicketId; readonly queue: QueueId }[]; readonly last: string }
    | undefined
  >;
}
