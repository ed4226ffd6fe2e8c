import type { Erasure } from '#domain/privacy/erasure.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import { erasePerson } from '#domain/tickets/erase-person.ts';
import { erasedText } from '#domain/tickets/erased-text.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Clock } from '../ports/clock.ts';
import type { Erasures, RunningErasure } from '../ports/personal-data.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';

export type EraseTextsDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly erasures: Erasures;
  readonly clock: Clock;
};

/** Tickets emptied in one transaction, and tickets looked through in one go. */
const emptiedAtOnce = 20;
const scannedAtOnce = 1000;

/**
 * Does some of what is left of an erasure: first the tickets the person raised, then those they wrote in, which are
 * found by looking through all. Tells whether there may be more; doing some of it twice does no harm.
 */
export const eraseSomeTexts = async (deps: EraseTextsDeps, erasure: RunningErasure): Promise<boolean> => {
  const { user, scannedTo } = erasure;
  const raised = await deps.erasures.raisedBy(user, { after: '', limit: emptiedAtOnce });
  if (raised.length > 0) {
    await eraseIn(deps, erasure, raised);
    return true;
  }
  const looked = await deps.erasures.scan(user, { after: scannedTo, limit: scannedAtOnce });
  if (looked === undefined) {
    await deps.unitOfWork.run((tx) => tx.personalData.finish(user, deps.clock.now()));
    return false;
  }
  for (let from = 0; from < looked.found.length; from += emptiedAtOnce) {
    await eraseIn(deps, erasure, looked.found.slice(from, from + emptiedAtOnce));
  }
  await deps.unitOfWork.run((tx) => tx.personalData.advance(user, looked.last));
  return true;
};

const eraseIn = async (
  { unitOfWork, clock }: EraseTextsDeps,
  erasure: Erasure,
  tickets: readonly TicketId[],
): Promise<void> => {
  const erase = (some: readonly TicketId[]) =>
    unitOfWork.run(async (tx) => {
      const survivors = new Set<TicketId>();
      for (const id of some) {
        const ticket = await eraseInOne(tx, erasure, id, clock.now());
        if (ticket?.status === 'merged') survivors.add(ticket.survivor);
      }
      return [...survivors].toSorted();
    });
  const survivors = await erase(tickets);
  // whoever raised what went there need not take part any more, nor have written a word
  if (survivors.length > 0) await erase(survivors);
};

const eraseInOne = async (
  tx: Transaction,
  erasure: Erasure,
  id: TicketId,
  at: Date,
): Promise<Ticket | undefined> => {
  const found = await tx.tickets.find({ id });
  if (found === undefined) return undefined;
  const { ticket } = found;
  const gone = await tx.personalData.eraseTexts(id, erasure);
  const isTitled = ticket.requester === erasure.user && ticket.subject !== erasedText;
  const change = erasePerson(ticket, {
    person: erasure.user,
    texts: erasure.texts,
    gone: { ...gone, public: gone.public || isTitled },
    at,
  });
  if (change.facts.length > 0) await tx.tickets.save(found, change);
  return ticket;
};
