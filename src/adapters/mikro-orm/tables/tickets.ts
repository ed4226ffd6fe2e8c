import { defineEntity, p } from '@mikro-orm/core';
import { flag, id, json, moment } from './columns.ts';

const TicketTable = defineEntity({
  name: 'Ticket',
  tableName: 'tickets',
  properties: {
    id: id().primary(),
    /** Given by the database. */
    number: p.integer().unique().default(0),
    subject: p.string().length(200),
    requesterId: id(),
    participantIds: json(),
    queueId: id(),
    categoryId: id().nullable(),
    /** The one it was opened for; empty for none, since nothing is unequal to null. */
    organisationId: id().default(''),
    assigneeId: id().nullable(),
    /** 0 low … 3 urgent, so that the database sorts them. */
    priority: p.smallint(),
    tags: json(),
    /** Values by key, those that everybody knows and those of staff apart; `null` for none. */
    customFields: json().nullable(),
    channel: p.string().length(16),
    status: p.string().length(16),
    statusLabelId: id().nullable(),
    openedAt: moment(),
    openedQueueId: id(),
    openedPriority: p.smallint(),
    followUpOf: id().nullable(),
    externalId: p.string().length(200).nullable().unique(),
    /** How many of its facts happened elsewhere, before it was imported. */
    importedFacts: p.integer().nullable(),
    /** The end of time while everything is answered, so that answered tickets sort last. */
    waitingSince: moment(),
    waitUntil: moment().nullable(),
    customerWaiting: flag(),
    solvedAt: moment().nullable(),
    closedAt: moment().nullable(),
    markedSpamAt: moment().nullable(),
    /** What only a merged ticket has, as JSON. */
    merge: p.text().nullable(),
    /** What it took over from tickets that went into it, as JSON. */
    absorbed: p.text().nullable(),
    version: p.integer(),
    publicVersion: p.integer(),
    updatedAt: moment(),
    publicUpdatedAt: moment(),
  },
});

const TicketParticipantTable = defineEntity({
  name: 'TicketParticipant',
  tableName: 'ticket_participants',
  properties: { userId: id().primary(), ticketId: id().primary() },
});

const TicketTagTable = defineEntity({
  name: 'TicketTag',
  tableName: 'ticket_tags',
  properties: {
    tag: p.string().length(50).primary(),
    ticketId: id().primary(),
    /** As the ticket has them, so that lists of a tag are found in order. */
    ticketQueueId: id().nullable(),
    ticketUpdatedAt: moment().nullable(),
  },
});

const FactTable = defineEntity({
  name: 'Fact',
  tableName: 'facts',
  properties: {
    ticketId: id().primary(),
    seq: p.integer().primary(),
    publicSeq: p.integer().nullable(),
    id: id(),
    type: p.string().length(40),
    at: moment(),
    actorId: id().nullable(),
    /** Who acted, when somebody acted in the actor's name. */
    throughId: id().nullable(),
    queueId: id(),
    data: json(),
    position: p.bigint('number').nullable(),
  },
});

const MessageTable = defineEntity({
  name: 'Message',
  tableName: 'messages',
  properties: {
    ticketId: id().primary(),
    seq: p.integer().primary(),
    publicSeq: p.integer().nullable(),
    id: id(),
    kind: p.string().length(16),
    authorId: id().nullable(),
    automatic: flag(),
    body: p.text(),
    createdAt: moment(),
  },
});

/** Tickets, their facts and their messages. */
export const ticketTables = [
  TicketTable,
  TicketParticipantTable,
  TicketTagTable,
  FactTable,
  MessageTable,
] as const;
