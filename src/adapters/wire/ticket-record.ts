import type { PersonRecord, TicketRecord } from '#application/ports/ticket-record.ts';
import { deepestCategory } from '#domain/categories/category.ts';
import { noValues } from '#domain/fields/field-value.ts';
import { longestName } from '#domain/identity/user.ts';
import { messageKinds } from '#domain/tickets/message.ts';
import { priorities } from '#domain/tickets/priority.ts';
import type { Subject } from '#domain/tickets/subject.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { shownFieldValue } from './field-value.ts';
import { email, externalId, line, messageBody, moment, subject, z } from './schemas.ts';

const name = line({ min: 0, max: longestName }).default('');

const person = z.strictObject({ email, firstName: name, lastName: name });

/** What may be left out may also be `null`, as other desks write it. */
const perhaps = <Value extends z.ZodType>(value: Value) =>
  value.nullish().transform((given) => given ?? undefined);

const message = z.strictObject({
  kind: z.enum(messageKinds),
  author: person.nullable().transform((given) => given ?? undefined),
  body: messageBody,
  createdAt: moment.optional(),
});

/** The form in which a ticket travels between desks: one of these a line. */
export const TicketRecordSchema = z
  .strictObject({
    externalId,
    subject,
    status: z.enum(statuses),
    priority: z.enum(priorities).default('normal'),
    tags: z
      .array(line({ min: 1, max: 50 }))
      .max(50)
      .default([]),
    customFields: perhaps(z.record(z.string(), shownFieldValue)),
    queue: line({ min: 1, max: 100 }),
    category: perhaps(
      z
        .array(line({ min: 1, max: 100 }))
        .min(1)
        .max(deepestCategory),
    ),
    statusLabel: perhaps(line({ min: 1, max: 100 })),
    requester: person,
    participants: z.array(person).default([]),
    assignee: perhaps(email),
    openedAt: moment,
    updatedAt: perhaps(moment),
    solvedAt: perhaps(moment),
    closedAt: perhaps(moment),
    waitUntil: perhaps(moment),
    customerWaiting: z.boolean().default(false),
    followUpOf: perhaps(externalId),
    messages: z.array(message).min(1),
  })
  .transform((given, context): TicketRecord<Subject> => {
    const messages = given.messages.map(({ createdAt, ...rest }, index) => {
      // the first message is what opened the ticket
      const at = createdAt ?? (index === 0 ? given.openedAt : undefined);
      if (at !== undefined) return { ...rest, createdAt: at };
      context.addIssue({
        code: 'custom',
        path: ['messages', index, 'createdAt'],
        message: 'is required but in the first message',
        params: { code: 'required' },
      });
      return z.NEVER;
    });
    return { ...given, customFields: given.customFields ?? noValues, messages };
  });

/** A ticket in the form in which it travels; what it has not is left out. */
export const presentRecord = (record: TicketRecord) => ({
  externalId: record.externalId,
  subject: record.subject,
  status: record.status,
  priority: record.priority,
  tags: record.tags,
  ...(Object.keys(record.customFields).length > 0 ? { customFields: record.customFields } : {}),
  queue: record.queue,
  ...(record.category === undefined ? {} : { category: record.category }),
  ...(record.statusLabel === undefined ? {} : { statusLabel: record.statusLabel }),
  requester: presentPerson(record.requester),
  ...(record.participants.length > 0 ? { participants: record.participants.map(presentPerson) } : {}),
  ...(record.assignee === undefined ? {} : { assignee: record.assignee }),
  openedAt: record.openedAt,
  ...(record.updatedAt === undefined ? {} : { updatedAt: record.updatedAt }),
  ...(record.solvedAt === undefined ? {} : { solvedAt: record.solvedAt }),
  ...(record.closedAt === undefined ? {} : { closedAt: record.closedAt }),
  ...(record.waitUntil === undefined ? {} : { waitUntil: record.waitUntil }),
  ...(record.customerWaiting ? { customerWaiting: true } : {}),
  ...(record.followUpOf === undefined ? {} : { followUpOf: record.followUpOf }),
  messages: record.messages.map(({ kind, author, body, createdAt }) => ({
    kind,
    author: author === undefined ? null : presentPerson(author),
    body,
    createdAt,
  })),
});

const presentPerson = ({ email, firstName, lastName }: PersonRecord) => ({
  email,
  ...(firstName === '' ? {} : { firstName }),
  ...(lastName === '' ? {} : { lastName }),
});
