import type { HistoryEntry } from '#application/tickets/read-history.ts';
import type { Audience } from '#domain/access/visibility.ts';
import { FactSchema, presentFact } from './fact.ts';
import { z } from './schemas.ts';
import { presentTicket } from './ticket.ts';

export const HistoryFactSchema = z
  .object({
    ...FactSchema.shape,
    changes: z.record(z.string(), z.object({ before: z.unknown(), after: z.unknown() })).openapi({
      description:
        'What it changed of the ticket as the reader sees it: each field of `Ticket` with its value before and after. Empty for the opening, and for what changes no field.',
      example: { status: { before: 'open', after: 'solved' } },
    }),
  })
  .openapi('HistoryFact');

type Changes = Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;

/** A fact as an audience may learn it, with what it changed of the ticket that they see. */
export const presentHistoryFact = (entry: HistoryEntry, audience: Audience) => ({
  ...presentFact(entry, audience),
  changes: changesOf(entry),
});

const changesOf = ({ before, after }: HistoryEntry): Changes => {
  if (before === undefined || after === undefined) return {};
  const old: Readonly<Record<string, unknown>> = presentTicket(before);
  return Object.fromEntries(
    Object.entries(presentTicket(after))
      .filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(old[field]))
      .map(([field, value]) => [field, { before: old[field], after: value }]),
  );
};
