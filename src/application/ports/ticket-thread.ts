import type { Audience } from '#domain/access/visibility.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { MessageKind } from '#domain/tickets/message.ts';

/** A message as it is read. `seq` is the audience's own count. */
export type MessageRecord = {
  readonly id: string;
  readonly ticketId: string;
  readonly seq: number;
  readonly kind: MessageKind;
  /** `null` for what Hexdesk itself wrote. */
  readonly authorId: string | null;
  readonly authorName: string;
  readonly automatic: boolean;
  readonly body: string;
  readonly createdAt: Date;
};

/** Read side of a ticket's thread. */
export interface TicketThread {
  /** At most `limit` messages after `after`, oldest first, as far as the audience may read them. */
  page(
    ticket: TicketId,
    audience: Audience,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly MessageRecord[]>;
}
