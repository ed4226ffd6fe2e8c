import type { Audience } from '#domain/access/visibility.ts';
import { mayLearn } from '#domain/tickets/facts.ts';
import type { FeedEntry } from '../ports/feed.ts';
import type { FactRecord } from '../ports/ticket-history.ts';

/** A fact as one audience hears it. */
export type Heard = { readonly record: FactRecord; readonly audience: Audience };

/** Gives a fact as an audience hears it, or `undefined` when it must not learn of it. */
export type Hearing = (audience: Audience) => Heard | undefined;

/** The same object for everyone of an audience, so that a transport can write it down once for all. */
export const hearing = (entry: FeedEntry): Hearing => {
  const known = new Map<Audience, Heard | undefined>();
  return (audience) => {
    if (!known.has(audience)) known.set(audience, heardAs(entry, audience));
    return known.get(audience);
  };
};

const heardAs = (entry: FeedEntry, audience: Audience): Heard | undefined => {
  const { id, ticketId, fact, authorName } = entry;
  const seq = audience === 'staff' ? entry.seq : entry.publicSeq;
  return seq === undefined || !mayLearn(audience, fact.type)
    ? undefined
    : { record: { id, ticketId, seq, fact, authorName }, audience };
};
