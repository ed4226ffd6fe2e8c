import type { FactRecord } from '#application/ports/ticket-history.ts';
import type { Audience } from '#domain/access/visibility.ts';
import { type Cause, type Fact, type FactType, factAudience } from '#domain/tickets/facts.ts';
import type { Message } from '#domain/tickets/message.ts';
import { presentMessage } from './message.ts';
import { shownId, shownMoment, z } from './schemas.ts';

export const FactSchema = z
  .object({
    id: shownId,
    type: z.enum(Object.keys(factAudience) as [FactType, ...FactType[]]),
    v: z.int().openapi({ description: 'The version of the shape of `data`.' }),
    ticketId: shownId,
    seq: z
      .int()
      .openapi({ description: 'Rising by one among the facts the reader may know of this ticket.' }),
    at: shownMoment,
    actor: z
      .object({
        kind: z.enum(['person', 'system']),
        id: shownId.nullable(),
        throughId: shownId
          .nullable()
          .optional()
          .openapi({ description: 'Who acted in their name, if anybody did. Only staff are shown it.' }),
      })
      .openapi({ description: 'Who caused it; the system has no id.' }),
    data: z.record(z.string(), z.unknown()).openapi({
      description:
        'What it says, by its type. Replies and notes carry `message`; changes carry what was before.',
    }),
  })
  .openapi('Fact');

/** A fact as an audience may learn it. */
export const presentFact = ({ id, ticketId, seq, fact, authorName }: FactRecord, audience: Audience) => ({
  id,
  type: fact.type,
  v: 1,
  ticketId,
  seq,
  at: fact.at,
  actor: actorFor(fact.by, audience),
  data: dataFor(fact, audience, (message) =>
    presentMessage({
      id: message.id,
      ticketId,
      seq,
      kind: message.kind,
      authorId: message.author ?? null,
      authorName,
      automatic: message.automatic,
      body: message.body,
      createdAt: message.at,
    }),
  ),
});

const actorFor = (by: Cause, audience: Audience) => {
  const { id, through } = by.kind === 'person' ? by : { id: null, through: undefined };
  return { kind: by.kind, id, ...(audience === 'staff' ? { throughId: through ?? null } : {}) };
};

type ShowMessage = (message: Message) => unknown;

/** A new type of fact does not compile until somebody decides what of it is shown, and to whom. */
const dataFor = (fact: Fact, audience: Audience, message: ShowMessage): Record<string, unknown> => {
  switch (fact.type) {
    case 'ticket-opened': {
      const { subject, requester, organisation, participants, queue, priority, channel, tags, externalId } =
        fact.data;
      const { category, fields, staffFields } = fact.data;
      const forStaff = { tags, ...(externalId === undefined ? {} : { externalId }) };
      const values = { ...fields, ...(audience === 'staff' ? staffFields : {}) };
      const known = {
        subject,
        requesterId: requester,
        organisationId: organisation ?? null,
        participantIds: participants,
        queueId: queue,
        ...(category === undefined ? {} : { categoryId: category }),
        priority,
        channel,
        ...(Object.keys(values).length === 0 ? {} : { customFields: values }),
      };
      return { ...known, ...(audience === 'staff' ? forStaff : {}), message: message(fact.data.message) };
    }
    case 'follow-up-opened':
      return { followUpOf: fact.data.original };
    case 'ticket-acknowledged':
    case 'ticket-replied':
    case 'note-written':
      return { message: message(fact.data.message) };
    case 'ticket-claimed':
      return { assigneeId: fact.data.assignee };
    case 'ticket-assigned':
    case 'ticket-stolen':
      return { assigneeId: fact.data.assignee, before: fact.data.before ?? null };
    case 'ticket-set-pending':
    case 'ticket-put-on-hold':
      return { from: fact.data.from, waitUntil: fact.data.waitUntil ?? null };
    case 'ticket-solved':
      return {
        from: fact.data.from,
        ...(audience === 'staff' ? { assigneeId: fact.data.assignee ?? null } : {}),
      };
    case 'message-taken-over':
    case 'note-taken-over':
      return fact.data.message === undefined ? {} : { message: message(fact.data.message) };
    case 'ticket-merged':
    case 'merge-undone':
    case 'ticket-absorbed':
    case 'absorption-undone':
      // not which the other ticket is: whoever sees both is led from one to the other
      return {};
    case 'person-erased':
    case 'notes-erased':
      return { personId: fact.data.person, texts: fact.data.texts };
    case 'status-label-changed':
    case 'external-id-changed':
    case 'category-changed':
      return { before: fact.data.before ?? null, after: fact.data.after ?? null };
    case 'participant-added':
    case 'participant-removed':
      return { participantId: fact.data.participant };
    case 'ticket-linked':
    case 'ticket-unlinked':
      // not to which ticket: whoever sees that one reads it where the links are
      return { linkId: fact.data.link, kind: fact.data.kind };
    case 'message-redacted':
    case 'note-redacted':
    case 'texts-expired':
    case 'ticket-purged':
    case 'ticket-released':
    case 'ticket-moved':
    case 'subject-changed':
    case 'priority-changed':
    case 'tags-changed':
    case 'fields-changed':
    case 'staff-fields-changed':
    case 'ticket-opened-again':
    case 'ticket-reopened':
    case 'ticket-closed':
    case 'ticket-marked-spam':
    case 'ticket-imported':
      return { ...fact.data };
  }
};
