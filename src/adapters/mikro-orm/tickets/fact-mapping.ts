import type { FactRecord } from '#application/ports/ticket-history.ts';
import type { Audience } from '#domain/access/visibility.ts';
import { MessageId, TicketId, UserId } from '#domain/shared/ids.ts';
import type { Cause, Fact, FactType } from '#domain/tickets/facts.ts';
import { factAudience } from '#domain/tickets/facts.ts';
import type { Message, MessageKind } from '#domain/tickets/message.ts';
import { CorruptRow } from '../corrupt-row.ts';
import type { Dialect } from '../dialect.ts';
import type { Flag, Moment } from '../tables/columns.ts';

/** A fact's row with what its message's row adds. */
export type FactRow = {
  readonly ticket_id: string;
  readonly seq: number;
  readonly public_seq: number | null;
  readonly id: string;
  readonly type: string;
  readonly at: Moment;
  readonly actor_id: string | null;
  readonly through_id: string | null;
  readonly data: string;
  readonly message_id: string | null;
  readonly message_kind: string | null;
  readonly message_author_id: string | null;
  readonly message_automatic: Flag | null;
  readonly message_created_at: Moment | null;
  readonly message_body: string | null;
  readonly author_first_name: string | null;
  readonly author_last_name: string | null;
};

/** A fact's data as its column keeps it; the message has a row of its own. */
export const dataColumn = ({ data }: Fact): string =>
  JSON.stringify('message' in data ? { ...data, message: undefined } : data);

export const isPublic = (type: FactType): boolean => factAudience[type] === 'public';

/** Rebuilds a fact as an audience counts it. */
export const toFactRecord = (row: FactRow, audience: Audience, dialect: Dialect): FactRecord => ({
  id: row.id,
  ticketId: TicketId(row.ticket_id),
  seq: audience === 'staff' ? row.seq : Number(row.public_seq),
  fact: toFact(row, dialect),
  authorName: authorName(row),
});

export const toFact = (row: FactRow, dialect: Dialect): Fact => {
  if (!Object.hasOwn(factAudience, row.type)) throw new CorruptRow('facts', row.id, `type "${row.type}"`);
  const message = toMessage(row, dialect);
  const data = JSON.parse(row.data, revive) as Record<string, unknown>;
  return {
    type: row.type,
    at: dialect.fromMoment(row.at),
    by: toCause(row),
    data: message ? { ...data, message } : data,
  } as Fact;
};

const toCause = ({ actor_id: id, through_id: through }: FactRow): Cause =>
  id === null
    ? { kind: 'system' }
    : { kind: 'person', id: UserId(id), ...(through === null ? {} : { through: UserId(through) }) };

/** How the author of a message is called; what Hexdesk wrote is signed so. */
export const authorName = (row: Pick<FactRow, 'author_first_name' | 'author_last_name'>): string =>
  row.author_first_name === null
    ? 'Hexdesk'
    : `${row.author_first_name} ${row.author_last_name ?? ''}`.trim();

const toMessage = (row: FactRow, dialect: Dialect): Message | undefined =>
  row.message_id === null || row.message_created_at === null || row.message_body === null
    ? undefined
    : {
        id: MessageId(row.message_id),
        kind: row.message_kind as MessageKind,
        author: row.message_author_id === null ? undefined : UserId(row.message_author_id),
        automatic: Boolean(row.message_automatic),
        body: row.message_body,
        at: dialect.fromMoment(row.message_created_at),
      };

const moments = new Set(['waitUntil', 'waitingSince', 'solvedAt']);

const revive = (key: string, value: unknown): unknown =>
  moments.has(key) && typeof value === 'string' ? new Date(value) : value;
