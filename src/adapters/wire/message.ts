import type { MessageRecord } from '#application/ports/ticket-thread.ts';
import { messageKinds } from '#domain/tickets/message.ts';
import { shownId, shownMoment, z } from './schemas.ts';

export const MessageSchema = z
  .object({
    id: shownId,
    ticketId: shownId,
    seq: z.int().openapi({ description: 'Its place among the facts the reader may know.' }),
    kind: z.enum(messageKinds),
    authorId: shownId.nullable().openapi({ description: 'Null for what Hexdesk itself wrote.' }),
    authorName: z.string(),
    automatic: z.boolean(),
    body: z.string(),
    html: z.null().openapi({ description: 'Not offered yet.' }),
    attachments: z.array(z.object({})).max(0).openapi({ description: 'Not offered yet.' }),
    createdAt: shownMoment,
  })
  .openapi('Message');

/** A message as it is shown to whoever may read it. */
export const presentMessage = (message: MessageRecord) => ({
  id: message.id,
  ticketId: message.ticketId,
  seq: message.seq,
  kind: message.kind,
  authorId: message.authorId,
  authorName: message.authorName,
  automatic: message.automatic,
  body: message.body,
  html: null,
  attachments: [],
  createdAt: message.createdAt,
});
