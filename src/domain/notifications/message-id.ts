import type { TicketId } from '../shared/ids.ts';

/** The Message-ID (RFC 5322) of a mail, the same for every try; those of a ticket name it. */
export const messageIdOf = (
  mail: { readonly id: string; readonly ticket: TicketId | undefined },
  host: string,
): string =>
  mail.ticket === undefined ? `<mail.${mail.id}@${host}>` : `<ticket.${mail.ticket}.${mail.id}@${host}>`;

/**
 * The Message-ID that every mail about a ticket answers to. No mail has it: it is what makes one thread of them in
 * each recipient's mailbox, whichever of them came first there.
 */
export const threadRootOf = (ticket: TicketId, messageId: string): string =>
  `<ticket.${ticket}@${hostOf(messageId)}>`;

/** The host in a Message-ID of ours. */
export const hostOf = (messageId: string): string =>
  messageId.slice(messageId.lastIndexOf('@') + 1, messageId.lastIndexOf('>'));
