import type { PersonalPart } from '#application/privacy/export-myself.ts';
import { AuditEntrySchema, presentAuditEntry } from '../../wire/audit-entry.ts';
import { MessageSchema, presentMessage } from '../../wire/message.ts';
import { NotificationPreferencesSchema, presentPreferences } from '../../wire/notification-preferences.ts';
import { shownId, shownMoment, z } from '../../wire/schemas.ts';
import { CannedReplySchema, MacroSchema, presentShortcut } from '../../wire/shortcut.ts';
import { presentTicket, TicketSchema } from '../../wire/ticket.ts';
import { presentUser, UserSchema } from '../../wire/user.ts';
import { BulkJobSummarySchema, presentBulkJob } from '../tickets/bulk-routes.ts';

/** What the archive of a person looks like. */
export const PersonalArchiveSchema = z
  .object({
    version: z.literal(1).openapi({ description: 'Of this form; rises when it changes.' }),
    profile: UserSchema,
    notificationPreferences: NotificationPreferencesSchema,
    sessions: z.array(
      z.object({
        id: shownId,
        createdAt: shownMoment,
        lastUsedAt: shownMoment,
        expiresAt: shownMoment,
        revokedAt: shownMoment.nullable(),
        address: z.string(),
        userAgent: z.string(),
      }),
    ),
    tickets: z
      .array(
        z.object({
          id: shownId,
          ticket: z
            .union([TicketSchema, z.null()])
            .openapi({ description: 'Null for one that they see no more.' }),
          messages: z.array(MessageSchema),
        }),
      )
      .openapi({ description: 'Those they raised, take part in or wrote in, as far as they may see them.' }),
    readMarkers: z
      .array(z.object({ ticketId: shownId, seq: z.int(), readAt: shownMoment.nullable() }))
      .openapi({ description: 'How far they have read which ticket.' }),
    macros: z.array(MacroSchema).openapi({ description: 'Those they keep for themselves.' }),
    cannedReplies: z.array(CannedReplySchema).openapi({ description: 'The same.' }),
    bulkJobs: z.array(BulkJobSummarySchema).openapi({ description: 'The newest first.' }),
    auditEntries: z
      .array(AuditEntrySchema)
      .openapi({ description: 'What they did, and what was done to them.' }),
  })
  .openapi('PersonalArchive');

/** A chunk of text is sent once it is this long. */
const chunkLength = 16_384;

/** The archive as the text of one JSON document, a chunk at a time. */
export async function* exportJson(parts: AsyncIterable<PersonalPart>): AsyncGenerator<string> {
  const write = archiveWriter();
  let text = '';
  for await (const part of parts) {
    text += write.part(part);
    if (text.length < chunkLength) continue;
    yield text;
    text = '';
  }
  yield text + write.end();
}

const lists = [
  'sessions',
  'tickets',
  'readMarkers',
  'macros',
  'cannedReplies',
  'bulkJobs',
  'auditEntries',
] as const;
type List = (typeof lists)[number];

const listOf = {
  session: 'sessions',
  ticket: 'tickets',
  'read-marker': 'readMarkers',
  macro: 'macros',
  'canned-reply': 'cannedReplies',
  'bulk-job': 'bulkJobs',
  'audit-entry': 'auditEntries',
} as const;

const archiveWriter = () => {
  let opened = 0;
  let isFirst = true;
  let inTicket = false;
  let isFirstMessage = true;

  const endTicket = (): string => {
    const text = inTicket ? ']}' : '';
    inTicket = false;
    return text;
  };
  /** Goes on to a list, past those that stay empty. */
  const goTo = (list: List | undefined): string => {
    const wanted = list === undefined ? lists.length : lists.indexOf(list) + 1;
    let text = '';
    while (opened < wanted) {
      text += `${opened === 0 ? '' : ']'},"${lists[opened]}":[`;
      opened += 1;
      isFirst = true;
    }
    return text;
  };
  const next = (): string => {
    const comma = isFirst ? '' : ',';
    isFirst = false;
    return comma;
  };

  return {
    part(part: PersonalPart): string {
      if (part.kind === 'profile') {
        const profile = JSON.stringify(presentUser(part.user));
        const preferences = JSON.stringify(presentPreferences(part.user));
        return `{"version":1,"profile":${profile},"notificationPreferences":${preferences}`;
      }
      if (part.kind === 'message') {
        const comma = isFirstMessage ? '' : ',';
        isFirstMessage = false;
        return `${comma}${JSON.stringify(presentMessage(part.message))}`;
      }
      const before = `${endTicket()}${goTo(listOf[part.kind])}${next()}`;
      if (part.kind !== 'ticket') return `${before}${JSON.stringify(shown(part))}`;
      inTicket = true;
      isFirstMessage = true;
      const ticket = part.view === undefined ? null : presentTicket(part.view);
      return `${before}{"id":"${part.id}","ticket":${JSON.stringify(ticket)},"messages":[`;
    },
    end: (): string => `${endTicket()}${goTo(undefined)}]}`,
  };
};

type Listed = Exclude<PersonalPart, { readonly kind: 'profile' | 'ticket' | 'message' }>;

const shown = (part: Listed) => {
  switch (part.kind) {
    case 'macro':
    case 'canned-reply':
      return presentShortcut(part.shortcut);
    case 'bulk-job':
      return presentBulkJob(part.job);
    case 'audit-entry':
      return presentAuditEntry(part.entry);
    case 'read-marker': {
      const { ticket, seq, readAt = null } = part.marker;
      return { ticketId: ticket, seq, readAt };
    }
    case 'session': {
      const { id, createdAt, lastUsedAt, expiresAt, revokedAt = null, address, userAgent } = part.session;
      return { id, createdAt, lastUsedAt, expiresAt, revokedAt, address, userAgent };
    }
  }
};
