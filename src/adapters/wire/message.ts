import type { MessageRecord } from '#application/ports/ticket-thread.ts';
import { messageKinds } from '#domain/tickets/message.ts';
import { shownId, shownMoment, z } from './schemas.ts';

export const MessageSchema = z
  .object({
    id: shownId,
    ticketId: shownId.openapi({ description: 'The ticket it is in: the follow-up, if it opened one.' }),
    seq: z.int().openapi({ description: 'Its place among the facts the reader may know.' }),
    kind: z.enum(messageKinds).openapi({ description: 'Internal notes are for staff, for ever.' }),
    authorId: shownId.nullable().openapi({ description: 'Null for what Hexdesk itself wrote.' }),
    authorName: z.string(),
    automatic: z.boolean().openapi({ description: 'Written by a machine, such as an acknowledgement.' }),
    body: z.string().openapi({ description: 'Plain text.' }),
    html: z.null().openapi({ description: 'Not offered yet.' }),
    attachments: z.array(z.object({})).max(0).openapi({ description: 'Not offered yet.' }),
    createdAt: shownMoment,
  })
  .openapi('Message', {
    example: {
      id: '01957b3e-9c00-7d40-b000-000000000001',
      ticketId: '01957b3e-9c00-7c30-b000-000000000001',
      seq: 4,
      kind: 'public',
      authorId: '01957b3e-9c00-7b20-9a01-2f6c1d7e4a21',
      authorName: 'Ben Example',
      automatic: false,
      body: 'The second charge is refunded.',
      html: null,
      attachments: [],
      createdAt: '2026-03-02T12:42:17.315Z',
    },
  });

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

const threadTexts = new WeakMap<readonly MessageRecord[], string>();

/** Messages as JSON. The very same ones, as reading a ticket again gives them, are written only once. */
export const threadText = (messages: readonly MessageRecord[]): string => {
  const known = threadTexts.get(messages);
  if (known !== undefined) return known;
  const text = JSON.stringify(messages.map(presentMessage));
  threadTexts.set(messages, text);
  return text;
};
