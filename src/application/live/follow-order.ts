import type { Audience } from '#domain/access/visibility.ts';
import type { Feed, FeedEntry } from '../ports/feed.ts';
import { type Cursor, farthestBehind } from './cursor.ts';
import type { Following, Listener } from './following.ts';
import { type Hearing, hearing } from './hearing.ts';
import type { LiveHub } from './live-hub.ts';
import { type Road, roadsOf } from './roads.ts';

type Deps = { readonly feed: Feed; readonly hub: LiveHub };

/** A topic that spans tickets, as its follower may hear it. */
export type OrderedTopic = {
  readonly road: Road;
  /** Whether it may still be followed. */
  readonly allowed: () => boolean;
  /** As what its follower may hear of a fact that came along, if at all. */
  readonly audienceOf: (entry: FeedEntry) => Audience | undefined;
};

export type Start = { readonly position: number; readonly reset: boolean };

/** Where to begin: after the cursor, or now when there is none that can be used. */
export const startOn = async (
  { feed, hub }: Deps,
  after: Cursor | 'unusable' | undefined,
): Promise<Start> => {
  const now = { position: hub.position(), reset: after !== undefined };
  if (after === undefined || after === 'unusable' || after.kind !== 'position') return now;
  const head = after.position > now.position ? await feed.head() : now.position;
  const isUsable = after.position <= head && head - after.position <= farthestBehind;
  return isUsable ? { position: after.position, reset: false } : { position: hub.position(), reset: true };
};

/** Facts read in one go. */
const readAtOnce = 100;

/** Follows facts in their one order: first what the feed holds after the start, then what the hub tells. */
export const followOrder = (
  { feed, hub }: Deps,
  { road, allowed, audienceOf }: OrderedTopic,
  start: Start,
  listener: Listener,
): Following => {
  let last = start.position;
  let isLive = false;
  let isOver = false;
  const cursor = (): Cursor => ({ kind: 'position', position: last });

  const end = (): void => {
    isOver = true;
    untap();
  };
  const failed = (error: unknown): void => {
    if (isOver) return;
    end();
    listener.failed(error);
  };
  const tell = (entry: FeedEntry, heard: Hearing): void => {
    last = entry.position;
    const audience = audienceOf(entry);
    const fact = audience && heard(audience);
    if (fact) listener.fact(fact, cursor());
  };
  const untap = hub.tap(road, {
    take: (entry, heard) => {
      if (isLive && entry.position > last) tell(entry, heard);
    },
    failed,
  });

  /** Nothing happens between the last comparison and going live, so nothing is told twice and nothing is missed. */
  const catchUp = async (): Promise<void> => {
    while (!isOver && last < hub.position()) {
      const upTo = hub.position();
      const entries = await feed.after(last, readAtOnce);
      for (const entry of entries) {
        last = entry.position;
        if (!roadsOf(entry).has(road)) continue;
        await listener.ready();
        if (isOver) return;
        tell(entry, hearing(entry));
      }
      if (entries.length === 0) last = upTo;
    }
    isLive = true;
  };

  return {
    cursor: cursor(),
    start() {
      if (start.reset) listener.reset(cursor());
      catchUp().catch(failed);
    },
    recheck() {
      if (isOver || allowed()) return;
      end();
      listener.left();
    },
    end,
  };
};
