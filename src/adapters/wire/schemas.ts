import { z } from '@hono/zod-openapi';
import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { longestName } from '#domain/identity/user.ts';
import {
  CategoryId,
  CustomFieldId,
  IssuerId,
  isUuid,
  LinkId,
  MessageId,
  OrganisationId,
  QueueId,
  SessionId,
  StatusLabelId,
  TicketId,
  UserId,
} from '#domain/shared/ids.ts';
import { isCleanLine, isCleanText, isPlainName, isVisible, lengthOf } from '#domain/shared/text.ts';
import { longestSubject, parseSubject, type Subject } from '#domain/tickets/subject.ts';

export { z };

/** Longest message, in characters. */
export const longestMessage = 100_000;

type Bounds = { readonly min: number; readonly max: number };

/** A check's outcome in words of the API: a code in kebab case, and what to do about it. */
const fail = (context: z.RefinementCtx, code: string, message: string): never => {
  context.addIssue({ code: 'custom', message, params: { code } });
  return z.NEVER;
};

const bounded = (text: string, { min, max }: Bounds, context: z.RefinementCtx): void => {
  const length = lengthOf(text);
  if (length < min)
    fail(context, 'too-short', min === 1 ? 'must not be empty' : `must have at least ${min} characters`);
  if (length > max) fail(context, 'too-long', `must have at most ${max} characters`);
};

/** Text over several lines, as it was written. */
export const text = ({ min, max }: Bounds) =>
  z
    .string()
    .superRefine((raw, context) => {
      if (!isCleanText(raw))
        fail(context, 'forbidden-character', 'must not contain control characters or lone surrogates');
      bounded(raw, { min, max }, context);
    })
    .openapi({ minLength: min, maxLength: max });

/** Text on one line, without the spaces around it. */
export const line = ({ min, max }: Bounds) =>
  z
    .string()
    .transform((raw, context) => {
      const trimmed = raw.trim();
      if (!isCleanLine(trimmed))
        fail(context, 'forbidden-character', 'must be one line without control characters');
      bounded(trimmed, { min, max }, context);
      return trimmed;
    })
    .openapi({ type: 'string', minLength: min, maxLength: max });

/** A line of which something can be seen. */
const seenLine = (bounds: Bounds) =>
  line(bounds).refine((raw) => raw === '' || isVisible(raw), {
    message: 'must be visible',
    params: { code: 'blank' },
  });

/** A text that says something: more than white space. */
export const messageBody = text({ min: 1, max: longestMessage }).refine((raw) => raw.trim() !== '', {
  message: 'must not be blank',
  params: { code: 'blank' },
});

/** What an author may say of how much they have read before they write. */
export const seen = {
  lastSeenSeq: z.int().min(0).max(999_999_999).optional().openapi({
    description:
      'The highest `seq` you have seen. If there is a public message after it, nothing is written: `unseen-messages`, with its last 20 as `messages`.',
  }),
  force: z.boolean().default(false).openapi({ description: 'Writes also past unseen messages.' }),
} as const;

/** Longest name of something in the host product, in characters. */
export const longestExternalId = 200;

/** What something is called in the host product: compared byte by byte. */
export const externalId = seenLine({ min: 1, max: longestExternalId });

/** What people know somebody or something by: it cannot pass for another by what is not seen of it. */
export const shownName = (bounds: Bounds) =>
  seenLine(bounds).refine((raw) => !isVisible(raw) || isPlainName(raw), {
    message: 'must not contain characters that hide or reorder text',
    params: { code: 'forbidden-character' },
  });

export const personName = shownName({ min: 1, max: longestName });

export const subject = line({ min: 1, max: longestSubject })
  .transform(
    (raw, context): Subject => parseSubject(raw) ?? fail(context, 'invalid-subject', 'must be one line'),
  )
  .openapi({ type: 'string', minLength: 1, maxLength: longestSubject, example: 'I was charged twice' });

export const email = z
  .string()
  .transform(
    (raw, context) => parseEmailAddress(raw) ?? fail(context, 'invalid-email', 'must be an email address'),
  )
  .openapi({ type: 'string', format: 'email', maxLength: 254, example: 'carla@example.org' });

const idOf = <Id>(brand: (raw: string) => Id) =>
  z
    .string()
    .transform((raw, context) => {
      const id = raw.toLowerCase();
      return isUuid(id) ? brand(id) : fail(context, 'invalid-id', 'must be a UUID');
    })
    .openapi({ type: 'string', format: 'uuid' });

export const userId = idOf(UserId);
export const queueId = idOf(QueueId);
export const categoryId = idOf(CategoryId);
export const customFieldId = idOf(CustomFieldId);
export const statusLabelId = idOf(StatusLabelId);
export const ticketId = idOf(TicketId);
export const linkId = idOf(LinkId);
export const messageId = idOf(MessageId);
export const sessionId = idOf(SessionId);
export const issuerId = idOf(IssuerId);
export const organisationId = idOf(OrganisationId);

/** An RFC 3339 moment, in any offset, that can be written in UTC as well. */
export const moment = z.iso
  .datetime({ offset: true, error: 'must be a date and time as in RFC 3339' })
  .transform((raw) => new Date(raw))
  .refine((date) => /^\d{4}-/.test(date.toISOString()), {
    message: 'must be in the years 0000 to 9999, also in UTC',
    params: { code: 'out-of-range' },
  })
  .openapi({ type: 'string', format: 'date-time', example: '2026-11-22T12:00:00.000Z' });

/** A query parameter that may be given several times. */
export const repeatable = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((raw) => (Array.isArray(raw) ? raw : [raw]), z.array(item));

/** What answers consist of: ids and moments as text. */
export const shownId = z.string().openapi({ format: 'uuid' });
export const shownMoment = z.string().openapi({ format: 'date-time' });

export const limit = z
  .string()
  .regex(/^\d{1,3}$/, 'must be a whole number')
  .transform(Number)
  .refine((count) => count >= 1 && count <= 100, {
    message: 'must be from 1 to 100',
    params: { code: 'out-of-range' },
  })
  .default(25)
  .openapi({
    type: 'integer',
    minimum: 1,
    maximum: 100,
    default: 25,
    description: 'How many a page has at most.',
  });

export const cursor = z
  .string()
  .optional()
  .openapi({ description: '`nextCursor` of the page before; good only with the same filters.' });
