import type { Topic } from '#application/live/topic.ts';
import type { TicketRef } from '#application/ports/stored-ticket.ts';
import { isUuid, QueueId, TicketId } from '#domain/shared/ids.ts';
import { z } from './schemas.ts';

/** A topic with the name its follower gave it, which every frame about it repeats. */
export type NamedTopic = {
  readonly name: string;
  /** `undefined` when an id is no id, and so names nothing. */
  readonly topic: Topic | undefined;
};

/** The ticket that an id or a number names. */
export const parseTicketRef = (raw: string): TicketRef | undefined => {
  const id = raw.toLowerCase();
  if (isUuid(id)) return { id: TicketId(id) };
  return /^[1-9]\d{0,14}$/.test(raw) ? { number: Number(raw) } : undefined;
};

export const topic = z
  .string()
  .max(100, 'must have at most 100 characters')
  .transform((name, context): NamedTopic => {
    const [kind = '', ...rest] = name.split(':');
    const id = rest.join(':');
    if (name === 'mine') return { name, topic: { kind: 'mine' } };
    if (kind === 'ticket' && id !== '') return { name, topic: ticketTopic(id) };
    if (kind === 'queue' && id !== '') return { name, topic: queueTopic(id) };
    const message = 'must be ticket:<id or number>, queue:<id> or mine';
    context.addIssue({ code: 'custom', message, params: { code: 'invalid-topic' } });
    return z.NEVER;
  })
  .openapi({
    type: 'string',
    maxLength: 100,
    pattern: '^(mine|queue:.+|ticket:.+)$',
    description: '`ticket:<id or number>`, `queue:<id>` or `mine`.',
    example: 'ticket:42',
  });

/** What names a ticket in a frame; an id that is none names nothing. */
export const ticketName = z
  .string()
  .min(1, 'must not be empty')
  .max(100, 'must have at most 100 characters')
  .openapi({ description: 'The id or the number of a ticket.', example: '42' });

const ticketTopic = (raw: string): Topic | undefined => {
  const ticket = parseTicketRef(raw);
  return ticket && { kind: 'ticket', ticket };
};

const queueTopic = (raw: string): Topic | undefined => {
  const id = raw.toLowerCase();
  return isUuid(id) ? { kind: 'queue', queue: QueueId(id) } : undefined;
};
