import { holds, mayInQueue } from '#domain/access/policy.ts';
import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { User } from '#domain/identity/user.ts';
import type { Queue } from '#domain/queues/queue.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { PersonRecord, TicketRecord } from '../ports/ticket-record.ts';
import type { ImportDesk } from './import-desk.ts';

/** Why a ticket cannot come in with the people it names. */
export type PeopleRefusal = {
  readonly path: string;
  readonly code:
    | 'unknown-note-author'
    | 'note-author-not-staff'
    | 'unknown-assignee'
    | 'assignee-not-eligible';
};

type People = {
  /** The user that a person of this ticket is. */
  of(person: PersonRecord): User;
  readonly newcomers: readonly User[];
  readonly refusals: readonly PeopleRefusal[];
};

/** Everybody who takes part in a ticket. Whoever is unknown becomes a customer, but only staff have written notes. */
export const peopleOf = (desk: ImportDesk, { requester, participants, messages }: TicketRecord): People => {
  const newcomers = new Map<EmailAddress, User>();
  const of = (person: PersonRecord): User => {
    const user = desk.personAt(person.email) ?? newcomers.get(person.email) ?? desk.newcomer(person);
    if (desk.personAt(person.email) === undefined) newcomers.set(person.email, user);
    return user;
  };
  for (const person of [requester, ...participants]) of(person);
  const refusals = messages.flatMap(({ kind, author }, index): readonly PeopleRefusal[] => {
    if (author === undefined) return [];
    if (kind === 'public') of(author);
    if (kind === 'public' || isStaff(of(author))) return [];
    const isKnown = desk.personAt(author.email) !== undefined;
    return [
      { path: `messages.${index}.author`, code: isKnown ? 'note-author-not-staff' : 'unknown-note-author' },
    ];
  });
  return { of, newcomers: [...newcomers.values()], refusals };
};

/** Whether somebody belongs to the support side, in whatever queue. */
export const isStaff = (user: User): boolean => holds(user, 'ticket:read-internal');

type Assignee = { readonly id: UserId | undefined; readonly refusals: readonly PeopleRefusal[] };

/** Whoever holds a ticket: somebody who may, or, once there is nothing to do any more, anybody of the staff. */
export const assigneeOf = (
  desk: ImportDesk,
  { assignee, status }: TicketRecord,
  queue: Queue | undefined,
): Assignee => {
  if (assignee === undefined) return { id: undefined, refusals: [] };
  const user = desk.personAt(assignee);
  const path = 'assignee';
  if (user === undefined) return { id: undefined, refusals: [{ path, code: 'unknown-assignee' }] };
  const isOver = status === 'solved' || status === 'closed' || status === 'spam';
  const mayHold = isOver
    ? isStaff(user)
    : queue === undefined || (user.status === 'active' && mayInQueue(user, 'ticket:claim', queue.id));
  return { id: user.id, refusals: mayHold ? [] : [{ path, code: 'assignee-not-eligible' }] };
};
