import { mysqlDialect } from '#adapters/mikro-orm/mysql-dialect.ts';
import { dataColumn, isPublic } from '#adapters/mikro-orm/tickets/fact-mapping.ts';
import { tagRows } from '#adapters/mikro-orm/tickets/tag-rows.ts';
import { toColumns } from '#adapters/mikro-orm/tickets/ticket-mapping.ts';
import type { Change } from '#domain/tickets/change.ts';
import { messageOf } from '#domain/tickets/facts.ts';
import { factIdOf } from './ids.ts';

type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** What a ticket's life leaves in the tables, were it written by Hexdesk itself. */
export type TicketRows = {
  readonly ticket: Row;
  readonly facts: readonly Row[];
  readonly messages: readonly Row[];
  readonly tags: readonly Row[];
};

/** The rows of a ticket that has this number; its facts get the positions after `position`. */
export const rowsOf = (
  { ticket, facts }: Change,
  { number, position }: { readonly number: number; readonly position: number },
): TicketRows => {
  const moment = (at: Date) => String(mysqlDialect.toMoment(at));
  const told: Row[] = [];
  const messages: Row[] = [];
  let publicSeq = 0;
  let publicAt = ticket.openedAt;
  for (const [index, fact] of facts.entries()) {
    const seq = index + 1;
    if (isPublic(fact.type)) {
      publicSeq += 1;
      publicAt = fact.at;
    }
    const place = { ticket_id: ticket.id, seq, public_seq: isPublic(fact.type) ? publicSeq : null };
    told.push({
      ...place,
      id: factIdOf(position + seq, fact.at.getTime()),
      type: fact.type,
      at: moment(fact.at),
      actor_id: fact.by.kind === 'person' ? fact.by.id : null,
      queue_id: ticket.queue,
      data: dataColumn(fact),
      position: position + seq,
    });
    const message = messageOf(fact);
    if (message === undefined) continue;
    messages.push({
      ...place,
      id: message.id,
      kind: message.kind,
      author_id: message.author ?? null,
      automatic: message.automatic ? 1 : 0,
      body: message.body,
      created_at: moment(message.at),
    });
  }
  return {
    ticket: {
      ...toColumns(ticket, mysqlDialect),
      number,
      version: facts.length,
      public_version: publicSeq,
      updated_at: moment(facts.at(-1)?.at ?? ticket.openedAt),
      public_updated_at: moment(publicAt),
    },
    facts: told,
    messages,
    tags: tagRows({ ticket, updatedAt: facts.at(-1)?.at ?? ticket.openedAt }, mysqlDialect),
  };
};
