import { messageKinds } from '#domain/tickets/message.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { ticketName, topic } from './live-topic.ts';
import { messageBody, seen, text, z } from './schemas.ts';

const ref = text({ min: 1, max: 100 })
  .optional()
  .openapi({ description: 'Chosen by the client; the one answer to this frame repeats it.' });

const active = z
  .boolean()
  .default(true)
  .openapi({ description: 'False takes it back before its 30 seconds are over.' });

/** Every frame a client may send, by its type. */
export const clientFrames = {
  subscribe: z
    .strictObject({
      type: z.literal('subscribe'),
      ref,
      topic,
      after: z.string().max(200, 'must have at most 200 characters').optional().openapi({
        description:
          'The cursor of the last frame that was dealt with, or, for a ticket, the `version` that was read over HTTP: everything later is told. Without it: from now on.',
      }),
    })
    .openapi('SubscribeFrame'),
  unsubscribe: z.strictObject({ type: z.literal('unsubscribe'), ref, topic }).openapi('UnsubscribeFrame'),
  reply: z
    .strictObject({
      type: z.literal('reply'),
      ref,
      ticketId: ticketName,
      body: messageBody,
      kind: z.enum(messageKinds).default('public'),
      status: z.enum(statuses).optional().openapi({ description: 'A status to ask for in the same step.' }),
      ...seen,
      idempotencyKey: z
        .string()
        .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
        .optional()
        .openapi({
          description: 'Repeats with the same key write one message and get the same answer, for 24 hours.',
        }),
    })
    .openapi('ReplyFrame'),
  typing: z
    .strictObject({
      type: z.literal('typing'),
      ref,
      ticketId: ticketName,
      kind: z
        .enum(messageKinds)
        .default('public')
        .openapi({ description: 'Typing of an internal note is shown to staff alone.' }),
      active,
    })
    .openapi('TypingFrame'),
  viewing: z
    .strictObject({ type: z.literal('viewing'), ref, ticketId: ticketName, active })
    .openapi('ViewingFrame'),
  ping: z.strictObject({ type: z.literal('ping'), ref }).openapi('PingFrame'),
} as const;

export type ClientFrameType = keyof typeof clientFrames;
export type ClientFrameOf<Type extends ClientFrameType> = z.output<(typeof clientFrames)[Type]>;
export type ClientFrame = { [Type in ClientFrameType]: ClientFrameOf<Type> }[ClientFrameType];
