import { messageOf } from '#domain/tickets/facts.ts';
import type { Feed, FeedEntry } from '../ports/feed.ts';
import type { Logger } from '../ports/logger.ts';
import type { Timer } from '../ports/timer.ts';
import type { Relay } from '../relays/relay.ts';
import { type Hearing, hearing } from './hearing.ts';
import { type Road, roadsOf } from './roads.ts';

/** Whoever waits for facts on a road. */
export type Tap = {
  take(entry: FeedEntry, heard: Hearing): void;
  failed(error: unknown): void;
};

/** Follows the feed for a whole node and tells everybody who waits, each fact once and in order. */
export type LiveHub = Relay & {
  /** Where the hub begins is the head of the feed; nobody can follow anything before that is known. */
  ready(): Promise<void>;
  /** The last fact that was told; what comes after it will be. */
  position(): number;
  /** Waits on a road, until the returned function is called. */
  tap(road: Road, tap: Tap): () => void;
};

export type LiveHubDeps = { readonly feed: Feed; readonly timer: Timer; readonly logger: Logger };

/** Facts read in one go. */
const readAtOnce = 100;
/** Characters of messages told in one go: what is told must get a chance to leave before there is more. */
const toldAtOnce = 64 * 1024;

export const liveHub = ({ feed, timer, logger }: LiveHubDeps): LiveHub => {
  const taps = new Map<Road, Set<Tap>>();
  let position = 0;
  let beginning: Promise<void> | undefined;

  const begin = async (): Promise<void> => {
    position = await feed.head();
  };

  const ready = (): Promise<void> => {
    beginning ??= begin().catch((error: unknown) => {
      beginning = undefined;
      throw error;
    });
    return beginning;
  };

  /** What nobody waits for is not read; whoever begins to wait meanwhile misses nothing. */
  const skip = async (): Promise<void> => {
    const head = await feed.head();
    if (taps.size === 0) position = Math.max(position, head);
  };

  const tell = (entry: FeedEntry): void => {
    const heard = hearing(entry);
    for (const road of roadsOf(entry)) {
      for (const tap of taps.get(road) ?? []) {
        try {
          tap.take(entry, heard);
        } catch (error) {
          // the others must not lose a fact by it, and this one must not lose it silently
          logger.error({ fact: entry.id, err: error }, 'a fact could not be told');
          tap.failed(error);
        }
      }
    }
  };

  return {
    name: 'live',
    topic: 'feed',
    async run(stopping) {
      await ready();
      if (taps.size === 0) {
        await skip();
        return false;
      }
      const entries = await feed.after(position, readAtOnce);
      let told = 0;
      for (const entry of entries) {
        position = entry.position;
        tell(entry);
        told += messageOf(entry.fact)?.body.length ?? 0;
        if (told > toldAtOnce) break;
      }
      const hasMore = entries.length === readAtOnce || position < (entries.at(-1)?.position ?? 0);
      if (hasMore) await timer.wait(0, stopping);
      return hasMore;
    },
    ready,
    position: () => position,
    tap(road, tap) {
      const waiting = taps.get(road) ?? new Set();
      taps.set(road, waiting.add(tap));
      return () => {
        waiting.delete(tap);
        if (waiting.size === 0 && taps.get(road) === waiting) taps.delete(road);
      };
    },
  };
};
