import type { Listener } from '#application/live/following.ts';
import { liveHub } from '#application/live/live-hub.ts';
import { subscribe } from '#application/live/subscribe.ts';
import type { FeedEntry } from '#application/ports/feed.ts';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { Placed } from '#domain/access/policy.ts';
import { type Fact, mayLearn } from '#domain/tickets/facts.ts';
import { carla } from '../../support/people.ts';
import { recordingLogger } from '../../support/recording-logger.ts';
import { factBy, factByHexdesk, messageId, newTicket, noon } from '../../support/tickets.ts';

/** Lets a read take its time: what it finds may be old by the time it is there. */
export type Pace = <Found>(read: () => Found) => Promise<Found>;

type Written = Omit<FeedEntry, 'position' | 'id'> & { readonly id: string; position: number | undefined };

/**
 * One ticket's log on paper, with its reads in slow motion. No database can be told in which order its answers are to
 * come; the promises of following must hold for every order.
 */
export const paperLog = (pace: Pace) => {
  const ticket = newTicket({ participants: [] });
  const written: Written[] = [];
  let placed: Placed = ticket;
  let stamped = 0;

  const stored = (): StoredTicket => ({
    ticket: { ...ticket, ...placed },
    number: 1,
    version: written.length,
    publicVersion: written.filter(({ publicSeq }) => publicSeq !== undefined).length,
    updatedAt: noon,
    publicUpdatedAt: noon,
  });
  const entries = (after: number): readonly FeedEntry[] =>
    written.flatMap((fact) =>
      fact.position === undefined || fact.position <= after
        ? []
        : [{ ...fact, position: fact.position, placed }],
    );
  const feed = {
    after: (position: number, limit: number) => pace(() => entries(position).slice(0, limit)),
    head: () => pace(() => stamped),
  };
  const reader = { find: () => pace(stored) };
  const history = {
    page: (_: unknown, audience: 'staff' | 'customer', { after, limit }: { after: number; limit: number }) =>
      pace(() =>
        written
          .filter(({ fact }) => mayLearn(audience, fact.type) && fact.type !== 'ticket-purged')
          .map(({ seq, publicSeq = 0, ...fact }) => ({
            ...fact,
            seq: audience === 'staff' ? seq : publicSeq,
          }))
          .filter(({ seq }) => seq > after)
          .slice(0, limit),
      ),
  };
  const hub = liveHub({ feed, timer: { wait: async () => {} }, logger: recordingLogger() });
  return {
    ticket,
    written: written as readonly Written[],
    hub,
    subscribe: subscribe({ hub, feed, reader, history, unitOfWork: noQueues }),
    /** Commits a note, or something that the customer may learn as well. */
    commit(kind: 'note' | 'reply'): void {
      const seq = written.length + 1;
      const message = { id: messageId(seq), author: carla.id, automatic: false, body: `${seq}`, at: noon };
      const fact: Fact =
        kind === 'note'
          ? factBy(carla, noon, 'note-written', { message: { ...message, kind: 'internal' } })
          : factBy(carla, noon, 'ticket-replied', {
              message: { ...message, kind: 'public' },
              answers: false,
            });
      const publicSeq = kind === 'note' ? undefined : stored().publicVersion + 1;
      const id = `fact ${seq}`;
      written.push({
        id,
        ticketId: ticket.id,
        seq,
        publicSeq,
        fact,
        authorName: 'Carla',
        placed,
        position: undefined,
        imported: false,
      });
    },
    /** Takes the ticket away with its facts, and leaves a tombstone. */
    purge(): void {
      const [seq, publicSeq] = [written.length + 1, stored().publicVersion + 1];
      const fact = factByHexdesk(noon, 'ticket-purged', {});
      written.splice(0, written.length, {
        ...{ id: 'tombstone', ticketId: ticket.id, seq, publicSeq, fact, placed },
        ...{ authorName: '', position: undefined, imported: false },
      });
    },
    /** Gives the next committed fact its position, or, as no sequencer should, the newest. */
    stamp(which: 'next' | 'newest' = 'next'): void {
      const isNext = ({ position }: Written): boolean => position === undefined;
      const fact = which === 'next' ? written.find(isNext) : written.findLast(isNext);
      if (fact) fact.position = ++stamped;
    },
    move(to: Partial<Placed>): void {
      placed = { ...placed, ...to };
    },
  };
};

export type PaperLog = ReturnType<typeof paperLog>;

/** A listener that is always ready and forgets nothing. */
export const attentive = (): Listener & { readonly heard: string[]; readonly told: string[] } => {
  const heard: string[] = [];
  const told: string[] = [];
  return {
    heard,
    told,
    fact: ({ record }) => void heard.push(record.id),
    reset: () => void told.push('reset'),
    left: () => void told.push('left'),
    failed: () => void told.push('failed'),
    ready: () => undefined,
  };
};

const noQueues: UnitOfWork = {
  run: () => Promise.reject(new Error('nobody follows a queue here')),
};
