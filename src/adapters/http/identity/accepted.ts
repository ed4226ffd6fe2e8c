import { z } from '../../wire/schemas.ts';
import { type Answer, json } from '../answer.ts';
import type { AnswerShape } from '../route.ts';

/** The answer to requests that tell nobody what came of them, always the same. */
export const accepted = (): Answer => json(202, { status: 'accepted' });

export const acceptedShape: AnswerShape = {
  description: 'Accepted. Whether there is such an account is told by mail, to its owner only.',
  schema: z.object({ status: z.literal('accepted') }).openapi('Accepted'),
};
