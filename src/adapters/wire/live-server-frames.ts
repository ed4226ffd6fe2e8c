import { FactSchema } from './fact.ts';
import { MessageSchema } from './message.ts';
import { ProblemSchema } from './problem.ts';
import { shownId, z } from './schemas.ts';

const ref = z.string().optional().openapi({ description: 'That of the frame this answers.' });
const topic = z.string().openapi({ description: 'The topic, as it was written when subscribing.' });
const cursor = z
  .string()
  .openapi({ description: 'Opaque; `subscribe` with it as `after` tells everything later.' });

const PresentSchema = z
  .object({ userId: shownId, name: z.string(), role: z.enum(['staff', 'customer']) })
  .openapi('Present');

/** Every frame the server may send, by its type. */
export const serverFrames = {
  subscribed: z
    .object({ type: z.literal('subscribed'), ref, topic, cursor })
    .openapi('SubscribedFrame', { description: 'Every fact after this cursor follows.' }),
  fact: z.object({ type: z.literal('fact'), topic, cursor, fact: FactSchema }).openapi('FactFrame'),
  presence: z
    .object({
      type: z.literal('presence'),
      topic,
      ticketId: shownId,
      typing: z
        .array(PresentSchema)
        .openapi({ description: 'For customers: those of the staff who write to them.' }),
      viewing: z.array(PresentSchema).optional().openapi({ description: 'For staff only.' }),
    })
    .openapi('PresenceFrame', { description: 'Everybody who is there now, as far as this node knows.' }),
  reset: z.object({ type: z.literal('reset'), topic, cursor }).openapi('ResetFrame', {
    description: 'What was missed cannot be told: read anew over HTTP. What follows comes after this cursor.',
  }),
  accepted: z
    .object({
      type: z.literal('accepted'),
      ref,
      topic: topic.optional(),
      ticketId: shownId.optional().openapi({
        description: 'Of a reply: the ticket it is in, which is a new one when it opened a follow-up.',
      }),
      message: MessageSchema.optional(),
      replayed: z
        .boolean()
        .optional()
        .openapi({ description: 'The answer to an earlier frame of the same key.' }),
    })
    .openapi('AcceptedFrame'),
  refused: z
    .object({
      type: z.literal('refused'),
      ref,
      topic: topic
        .optional()
        .openapi({ description: 'The subscription that is refused, or, without a ref, that has ended.' }),
      problem: ProblemSchema,
    })
    .openapi('RefusedFrame'),
  pong: z.object({ type: z.literal('pong'), ref }).openapi('PongFrame'),
} as const;

export type ServerFrameType = keyof typeof serverFrames;
