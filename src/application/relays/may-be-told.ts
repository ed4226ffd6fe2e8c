import { audienceFor } from '#domain/access/visibility.ts';
import type { User } from '#domain/identity/user.ts';
import type { TicketLetterKind } from '#domain/notifications/letter.ts';
import { seconds } from '#domain/shared/duration.ts';
import { mayLearn } from '#domain/tickets/facts.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClaimedMail } from '../ports/outbound-mail.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { isAboutTicket } from './letter-for.ts';

/** Whoever is shut out, cannot see a ticket, or not what a letter tells of, learns of neither by mail; nor who muted it. */
export const mayBeTold = (user: User, letter: TicketLetterKind, ticket: Ticket): boolean => {
  const isShutOut = user.status === 'suspended' || user.status === 'erased';
  const audience = isShutOut ? undefined : audienceFor(user, ticket);
  return audience !== undefined && mayLearn(audience, letter) && !user.mutedLetters?.includes(letter);
};

/** As long as a lost right may take to be lost everywhere. */
const freshMs = seconds(5);

/** Whether a letter that had to wait may still be read by whom it was written for. */
export const mayStillBeTold = async (
  deps: { readonly tickets: TicketReader; readonly unitOfWork: UnitOfWork; readonly clock: Clock },
  { to, letter, ticket, queuedAt }: ClaimedMail,
): Promise<boolean> => {
  const waited = deps.clock.now().getTime() - queuedAt.getTime();
  if (ticket === undefined || !isAboutTicket(letter) || waited <= freshMs) return true;
  const [stored] = await deps.tickets.among([ticket]);
  const user = await deps.unitOfWork.run((tx) => tx.users.withEmail(to));
  return stored !== undefined && user !== undefined && mayBeTold(user, letter.kind, stored.ticket);
};
