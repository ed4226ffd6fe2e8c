import type { IdSource } from '#application/ports/id-source.ts';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import type { Change } from '#domain/tickets/change.ts';
import { messageOf } from '#domain/tickets/facts.ts';
import type { Dialect } from '../dialect.ts';
import { dataColumn, isPublic } from './fact-mapping.ts';

/** What is counted of a ticket's facts: for staff, and for customers. */
export type Counts = Pick<StoredTicket, 'version' | 'publicVersion' | 'updatedAt' | 'publicUpdatedAt'>;

/** What a ticket's counts are once these facts have been added to those it was found with. */
export const countsAfter = (found: Counts | undefined, { ticket: { openedAt }, facts }: Change): Counts => {
  const open = facts.filter(({ type }) => isPublic(type));
  return {
    version: (found?.version ?? 0) + facts.length,
    publicVersion: (found?.publicVersion ?? 0) + open.length,
    updatedAt: facts.at(-1)?.at ?? found?.updatedAt ?? openedAt,
    publicUpdatedAt: open.at(-1)?.at ?? found?.publicUpdatedAt ?? openedAt,
  };
};

/** The columns that hold a ticket's counts. */
export const countColumns = (counts: Counts, dialect: Dialect) => ({
  version: counts.version,
  public_version: counts.publicVersion,
  updated_at: dialect.toMoment(counts.updatedAt),
  public_updated_at: dialect.toMoment(counts.publicUpdatedAt),
});

type Given = { readonly dialect: Dialect; readonly ids: IdSource };

/** The rows of a ticket's new facts, and of the messages in them, placed behind those it was found with. */
export const factRows = ({ dialect, ids }: Given, found: Counts | undefined, { ticket, facts }: Change) => {
  let publicSeq = found?.publicVersion ?? 0;
  const placed = facts.map((fact, index) => {
    if (isPublic(fact.type)) publicSeq += 1;
    const place = { ticket_id: ticket.id, seq: (found?.version ?? 0) + index + 1 };
    return { fact, place: { ...place, public_seq: isPublic(fact.type) ? publicSeq : null } };
  });
  return {
    facts: placed.map(({ fact, place }) => ({
      ...place,
      id: ids.next(),
      type: fact.type,
      at: dialect.toMoment(fact.at),
      actor_id: fact.by.kind === 'person' ? fact.by.id : null,
      through_id: (fact.by.kind === 'person' ? fact.by.through : undefined) ?? null,
      queue_id: ticket.queue,
      data: dataColumn(fact),
      position: null,
    })),
    messages: placed.flatMap(({ fact, place }) => {
      const message = messageOf(fact);
      if (message === undefined) return [];
      const { id, kind, author, automatic, body, at } = message;
      return [
        {
          ...place,
          id,
          kind,
          author_id: author ?? null,
          automatic: automatic ? 1 : 0,
          body,
          created_at: dialect.toMoment(at),
        },
      ];
    }),
  };
};
