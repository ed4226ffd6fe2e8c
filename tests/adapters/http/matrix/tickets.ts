import type { Container } from 'inversify';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { ShortcutId, TicketId } from '#domain/shared/ids.ts';
import type { Status } from '#domain/tickets/transitions.ts';
import { opening } from '../../../support/openings.ts';
import { ben, paul } from '../../../support/people.ts';
import { acme } from '../../../support/roles.ts';
import { factBy, messageId, noon, ticketIn } from '../../../support/tickets.ts';

/** Said in public in every ticket: nobody may ever read it who does not see the ticket. */
export const publicCanary = 'kingfisher';
/** Said in a note in every ticket: nobody may ever read it who may not read notes. */
export const noteCanary = 'nightingale';

const idAt = (place: number): TicketId =>
  TicketId(`01957b3e-9c00-7c30-b001-${String(place).padStart(12, '0')}`);

/** The place of a ticket that others are linked to and merged into. */
export const neighbourAt = 90;
export const neighbour = idAt(neighbourAt + 1);

/** A macro of all staff's. */
export const pressing = ShortcutId('01957b3e-9c00-7d60-b001-000000000001');

/** Makes that macro, which presses. */
export const makeMacro = (container: Container): Promise<void> =>
  resolve(container, tokens.unitOfWork).run((tx) =>
    tx.shortcuts.add({
      ...{ id: pressing, name: 'Press', kind: 'macro', keeper: { kind: 'global' } },
      actions: [{ type: 'set-priority', priority: 'urgent' }],
    }),
  );

/** Makes tickets of carla's for Acme in billing, which ben holds and paul takes part in, as many as there are statuses. */
export const ticketsIn = async (
  container: Container,
  wanted: readonly Status[],
  from: number,
): Promise<readonly TicketId[]> => {
  const unitOfWork = resolve(container, tokens.unitOfWork);
  const ids = wanted.map((_, index) => idAt(from + index + 1));
  for (let at = 0; at < wanted.length; at += 100)
    await unitOfWork.run(async (tx) => {
      for (const [index, status] of wanted.slice(at, at + 100).entries()) {
        const id = ids[at + index];
        if (id !== undefined) await tx.tickets.add(ticketOf(id, status));
      }
    });
  return ids;
};

const ticketOf = (id: TicketId, status: Status) => {
  const message = {
    id: messageId(1),
    kind: 'public',
    author: undefined,
    automatic: false,
    body: `Dear all, ${publicCanary}.`,
    at: noon,
  } as const;
  const facts = { id, organisation: acme, assignee: ben.id, participants: [paul.id] };
  const note = {
    ...message,
    id: messageId(2),
    kind: 'internal',
    author: ben.id,
    body: `Psst, ${noteCanary}.`,
  } as const;
  return {
    ticket: ticketIn(status, { ...facts, subject: `About the ${publicCanary}` }),
    facts: [
      ...opening(id, { organisation: acme, participants: [paul.id], message }).facts,
      factBy(ben, noon, 'note-written', { message: note }),
    ],
  };
};
