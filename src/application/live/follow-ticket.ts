import type { Placed } from '#domain/access/policy.ts';
import { type Audience, audienceFor } from '#domain/access/visibility.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { FeedEntry } from '../ports/feed.ts';
import type { StoredTicket } from '../ports/stored-ticket.ts';
import type { TicketHistory } from '../ports/ticket-history.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import { type Cursor, farthestBehind } from './cursor.ts';
import type { Following, Listening } from './following.ts';
import type { Hearing } from './hearing.ts';
import type { LiveHub } from './live-hub.ts';
import { ticketRoad } from './roads.ts';

type Deps = {
  readonly hub: LiveHub;
  readonly reader: Pick<TicketReader, 'find'>;
  readonly history: TicketHistory;
};

/** A ticket that may be seen, and as what. */
export type SeenTicket = { readonly stored: StoredTicket; readonly audience: Audience };

export type TicketFollowing = Following & {
  readonly ticket: TicketId;
  /** As what the ticket is seen now. */
  audience(): Audience;
};

/** Facts read in one go. */
const readAtOnce = 100;

/** Follows one ticket by its audience's own count, which has no gap: whatever the hub has not told is read. */
export const followTicket = (
  { hub, reader, history }: Deps,
  seen: SeenTicket,
  after: Cursor | 'unusable' | undefined,
  { who, listener }: Listening,
): TicketFollowing => {
  const { id } = seen.stored.ticket;
  const resumed = seqToResume(seen, after);
  let placed: Placed = seen.stored.ticket;
  let audience = seen.audience;
  let last = resumed ?? countOf(seen.stored, audience);
  let isStarted = false;
  /** While facts are read, what the hub tells is not taken but remembered to be there. */
  let isReading = false;
  let hasMore = true;
  /** The audience is another one, and with it the count. */
  let isTurned = false;
  /** The tombstone, which is told once nothing is being read any more. */
  let gone: Hearing | undefined;
  let isOver = false;
  const cursor = (): Cursor => ({ kind: 'seq', audience, seq: last });

  const end = (): void => {
    isOver = true;
    untap();
  };
  const failed = (error: unknown): void => {
    if (isOver) return;
    end();
    listener.failed(error);
  };
  const look = (): void => {
    const now = audienceFor(who(), placed);
    isTurned ||= now !== undefined && now !== audience;
    if (isOver || now !== undefined) return;
    end();
    listener.left();
  };
  const bury = (): void => {
    if (isOver || gone === undefined) return;
    const fact = gone(audience);
    end();
    last = fact?.record.seq ?? last;
    if (fact !== undefined) listener.fact(fact, cursor());
    listener.left();
  };
  const take = (entry: FeedEntry, heard: Hearing): void => {
    placed = entry.placed;
    hasMore = true;
    if (entry.fact.type === 'ticket-purged') gone = heard;
    if (!isStarted) return;
    look();
    if (isOver || isReading) return;
    if (gone !== undefined) {
      bury();
      return;
    }
    const fact = heard(audience);
    const next = fact?.record.seq ?? 0;
    if (isTurned || next > last + 1) read();
    else if (fact !== undefined && next > last) {
      last = next;
      listener.fact(fact, cursor());
    }
  };
  const untap = hub.tap(ticketRoad(id), { take, failed });

  const read = (): void => {
    isReading = true;
    readOn().catch(failed);
  };
  const readOn = async (): Promise<void> => {
    while (!isOver && (hasMore || isTurned)) {
      hasMore = false;
      await (isTurned ? turn() : readPage());
    }
    isReading = false;
    bury();
  };
  const turn = async (): Promise<void> => {
    isTurned = false;
    const stored = await reader.find({ id });
    const now = stored && audienceFor(who(), stored.ticket);
    if (isOver) return;
    if (stored === undefined || now === undefined) {
      end();
      return listener.left();
    }
    placed = stored.ticket;
    audience = now;
    last = countOf(stored, audience);
    listener.reset(cursor());
  };
  /** Facts that are read may be ahead of the hub, and of where it said that the ticket is. */
  const lookWhereItIs = async (): Promise<void> => {
    const stored = await reader.find({ id });
    if (stored !== undefined) placed = stored.ticket;
    look();
  };
  const readPage = async (): Promise<void> => {
    const records = await history.page(id, audience, { after: last, limit: readAtOnce });
    if (records.length > 0) await lookWhereItIs();
    hasMore ||= records.length === readAtOnce;
    for (const record of records) {
      await listener.ready();
      if (isOver || isTurned) return;
      last = record.seq;
      listener.fact({ record, audience }, cursor());
    }
  };

  return {
    ticket: id,
    audience: () => audience,
    cursor: cursor(),
    start() {
      isStarted = true;
      if (after !== undefined && resumed === undefined) listener.reset(cursor());
      look();
      read();
    },
    recheck() {
      if (isOver) return;
      look();
      if (isTurned && !isReading) read();
    },
    end,
  };
};

const countOf = ({ version, publicVersion }: StoredTicket, audience: Audience): number =>
  audience === 'staff' ? version : publicVersion;

/** The count to go on after, or `undefined` when the cursor is none of this ticket for this audience. */
const seqToResume = (
  { stored, audience }: SeenTicket,
  after: Cursor | 'unusable' | undefined,
): number | undefined => {
  if (after === undefined || after === 'unusable' || after.kind !== 'seq') return undefined;
  if (after.audience !== undefined && after.audience !== audience) return undefined;
  const head = countOf(stored, audience);
  return after.seq <= head && head - after.seq <= farthestBehind ? after.seq : undefined;
};
