import type { FieldValues } from '#domain/fields/field-value.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { MessageKind } from '#domain/tickets/message.ts';
import type { Priority } from '#domain/tickets/priority.ts';
import type { Status } from '#domain/tickets/transitions.ts';

/** Somebody as they travel with a ticket; names may be empty. */
export type PersonRecord = {
  readonly email: EmailAddress;
  readonly firstName: string;
  readonly lastName: string;
};

/** A message as it travels. */
export type TravellingMessage = {
  readonly kind: MessageKind;
  /** `undefined` for what a machine wrote. */
  readonly author: PersonRecord | undefined;
  readonly body: string;
  readonly createdAt: Date;
};

/** A ticket as it travels from one desk to another: people by address, queues by name, no ids. */
export type TicketRecord<Subject extends string = string> = {
  readonly externalId: string;
  readonly subject: Subject;
  readonly status: Status;
  readonly priority: Priority;
  readonly tags: readonly string[];
  /** Values by the keys of their fields, public or not. */
  readonly customFields: FieldValues;
  readonly queue: string;
  /** What it is about: the names of a category and of those it is part of, the outermost first. */
  readonly category: readonly string[] | undefined;
  /** The name of a label of its status. */
  readonly statusLabel: string | undefined;
  readonly requester: PersonRecord;
  readonly participants: readonly PersonRecord[];
  readonly assignee: EmailAddress | undefined;
  readonly openedAt: Date;
  readonly updatedAt: Date | undefined;
  readonly solvedAt: Date | undefined;
  readonly closedAt: Date | undefined;
  readonly waitUntil: Date | undefined;
  readonly customerWaiting: boolean;
  /** What the closed ticket that this one takes up again is called elsewhere. */
  readonly followUpOf: string | undefined;
  readonly messages: readonly TravellingMessage[];
};
