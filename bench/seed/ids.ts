import { MessageId, TicketId, UserId } from '#domain/shared/ids.ts';
import { chance } from './chance.ts';

/** A UUIDv7 as Hexdesk would have made it at that moment, but always the same. */
const uuidOf = (kind: number, index: number, at: number): string => {
  const time = at.toString(16).padStart(12, '0');
  const hex = (stream: number, digits: number): string =>
    chance(kind * 16 + stream, index)
      .toString(16)
      .padStart(8, '0')
      .slice(-digits);
  const variant = (8 + (chance(kind * 16 + 1, index) % 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(2, 3)}-${variant}${hex(3, 3)}-${hex(4, 4)}${hex(5, 8)}`;
};

/** When the data begins. */
export const beginning = Date.UTC(2025, 0, 1);
const halfAYear = 180 * 86_400_000;

/** When the first, second, … of so many tickets was opened: all over half a year. */
export const openedAt = (index: number, tickets: number): number =>
  beginning + Math.floor((index * halfAYear) / tickets);

export const ticketIdOf = (index: number, tickets: number): TicketId =>
  TicketId(uuidOf(1, index, openedAt(index, tickets)));
export const messageIdOf = (index: number, at: number): MessageId => MessageId(uuidOf(2, index, at));
export const factIdOf = (index: number, at: number): string => uuidOf(3, index, at);
export const userIdOf = (index: number): UserId => UserId(uuidOf(4, index, beginning - 86_400_000));
export const queueIdOf = (index: number): string => uuidOf(5, index, beginning - 86_400_000);
