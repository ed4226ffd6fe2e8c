import type { MessageId, UserId } from '../shared/ids.ts';

export const messageKinds = ['public', 'internal'] as const;
/** Public messages are for everyone on the ticket, internal notes for staff. Fixed for ever when written. */
export type MessageKind = (typeof messageKinds)[number];

export type Message = {
  readonly id: MessageId;
  readonly kind: MessageKind;
  /** `undefined` for what Hexdesk itself wrote. */
  readonly author: UserId | undefined;
  /** Written by a machine: never moves a status, never counts as an answer. */
  readonly automatic: boolean;
  readonly body: string;
  readonly at: Date;
};
