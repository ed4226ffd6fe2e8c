import type { LinkView } from '#application/tickets/links.ts';
import { type LinkKind, linkKinds } from '#domain/tickets/link-kinds.ts';
import { shownId, shownMoment, z } from './schemas.ts';
import { presentSummary, TicketSummarySchema } from './ticket.ts';

export const LinkSchema = z
  .object({
    id: shownId.nullable().openapi({
      description: 'Null for what a follow-up is by itself: nobody takes that back.',
    }),
    kind: z
      .enum(linkKinds as [LinkKind, ...LinkKind[]])
      .openapi({ description: 'How the ticket that was asked for stands to the other one.' }),
    ticket: TicketSummarySchema.openapi({ description: 'The other one, as the reader sees it.' }),
    linkedById: shownId.nullable().openapi({ description: 'Who said so; null for a follow-up.' }),
    linkedAt: shownMoment,
  })
  .openapi('TicketLink');

/** A link as its reader may know it. */
export const presentLink = ({ id, kind, other, by, at }: LinkView) => ({
  id: id ?? null,
  kind,
  ticket: presentSummary(other),
  linkedById: by ?? null,
  linkedAt: at,
});
