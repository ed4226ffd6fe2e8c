import type { Audience } from '#domain/access/visibility.ts';
import { seconds } from '#domain/shared/duration.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import {
  type Activity,
  isEmpty,
  isSame,
  type PresenceView,
  type Present,
  presenceFor,
} from './presence-view.ts';

/** Something a connection says about a person. */
export type Sign = {
  readonly connection: string;
  readonly ticket: TicketId;
  readonly person: Present;
  readonly activity: Activity;
};

export type PresenceWatcher = {
  /** As what the ticket is seen now. */
  audience(): Audience;
  show(view: PresenceView): void;
};

/** Who is at which ticket, as far as this node knows. Signs fade unless they are repeated. */
export type Presence = {
  note(sign: Sign): void;
  /** Takes back what a connection said about a ticket; without an activity everything. */
  stop(connection: string, ticket: TicketId, activity?: Activity): void;
  /** Shows who is there, now and whenever it changes for the watcher's audience. */
  watch(ticket: TicketId, watcher: PresenceWatcher): { refresh(): void; end(): void };
  /** Lets faded signs go; meant to be called every second or so. */
  sweep(): void;
};

/** How long a sign lasts. */
export const presenceLeaseMs = seconds(30);

type Room = {
  readonly signs: Map<string, Sign & { readonly until: number }>;
  readonly watchers: Set<PresenceWatcher>;
  /** What each audience was shown last. */
  readonly shown: Record<Audience, PresenceView>;
};

export const presence = ({ clock }: { readonly clock: Clock }): Presence => {
  const rooms = new Map<TicketId, Room>();

  const roomOf = (ticket: TicketId): Room => {
    const room = rooms.get(ticket) ?? {
      signs: new Map(),
      watchers: new Set(),
      shown: { staff: presenceFor('staff', []), customer: presenceFor('customer', []) },
    };
    rooms.set(ticket, room);
    return room;
  };
  const tidy = (ticket: TicketId, { signs, watchers }: Room): void => {
    if (signs.size === 0 && watchers.size === 0) rooms.delete(ticket);
  };
  /** Whoever sees no difference is told nothing, or they would notice that something happened. */
  const tell = (ticket: TicketId, room: Room): void => {
    for (const audience of ['staff', 'customer'] as const) {
      const view = presenceFor(audience, room.signs.values());
      if (isSame(view, room.shown[audience])) continue;
      room.shown[audience] = view;
      for (const watcher of room.watchers) if (watcher.audience() === audience) watcher.show(view);
    }
    tidy(ticket, room);
  };
  const drop = (ticket: TicketId, room: Room, goes: (sign: Sign & { until: number }) => boolean): void => {
    let isLess = false;
    for (const [key, sign] of room.signs) if (goes(sign)) isLess = room.signs.delete(key);
    if (isLess) tell(ticket, room);
  };

  return {
    note(sign) {
      const room = roomOf(sign.ticket);
      const until = clock.now().getTime() + presenceLeaseMs;
      room.signs.set(`${sign.connection} ${sign.activity}`, { ...sign, until });
      tell(sign.ticket, room);
    },
    stop(connection, ticket, activity) {
      const room = rooms.get(ticket);
      if (room === undefined) return;
      drop(
        ticket,
        room,
        (sign) => sign.connection === connection && (activity ?? sign.activity) === sign.activity,
      );
    },
    watch(ticket, watcher) {
      const room = roomOf(ticket);
      const view = (): PresenceView => presenceFor(watcher.audience(), room.signs.values());
      room.watchers.add(watcher);
      if (!isEmpty(view())) watcher.show(view());
      return {
        refresh: () => watcher.show(view()),
        end() {
          room.watchers.delete(watcher);
          tidy(ticket, room);
        },
      };
    },
    sweep() {
      const now = clock.now().getTime();
      for (const [ticket, room] of rooms) drop(ticket, room, ({ until }) => until <= now);
    },
  };
};
