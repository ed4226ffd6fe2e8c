import type { Actor } from '#domain/access/actor.ts';
import type { Queue } from '#domain/queues/queue.ts';
import { days, hours } from '#domain/shared/duration.ts';
import type { TicketDecision } from '#domain/tickets/change.ts';
import { close } from '#domain/tickets/close.ts';
import { moveToQueue, prioritise, rename, retag } from '#domain/tickets/edit.ts';
import { followUp } from '#domain/tickets/follow-up.ts';
import { assign, claim, release, steal } from '#domain/tickets/hold.ts';
import { markSpam } from '#domain/tickets/mark-spam.ts';
import { merge, undoMerge } from '#domain/tickets/merge.ts';
import { addParticipant, removeParticipant } from '#domain/tickets/participate.ts';
import { redact } from '#domain/tickets/redact.ts';
import type { TicketRefusal } from '#domain/tickets/refusal.ts';
import { reopen } from '#domain/tickets/reopen.ts';
import { opensFollowUp, reply } from '#domain/tickets/reply.ts';
import { setStatus } from '#domain/tickets/set-status.ts';
import { solve } from '#domain/tickets/solve.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Status } from '#domain/tickets/transitions.ts';
import { postpone, putOnHold, setPending } from '#domain/tickets/wait.ts';
import { writeNote } from '#domain/tickets/write-note.ts';
import { ada, bea, ben, carla, dora, lena, paul, sam } from '../support/people.ts';
import { billing, billingWith, shipping } from '../support/queues.ts';
import { later, messageId, openTicket, subject, ticketId, ticketIn } from '../support/tickets.ts';

/** How somebody can stand to carla's ticket in billing. */
export const roles = {
  requester: carla,
  participant: paul,
  stranger: dora,
  agent: ben,
  'other-agent': sam,
  lead: lena,
  admin: ada,
} as const satisfies Record<string, Actor>;

type Command = (status: Status, by: Actor) => TicketDecision;

const at = later(hours(1));
const late = later(days(7) + 1);
const noFollowUps = billingWith({ followUpPolicy: 'refuse' });
const heldBy = (holder: Actor, status: Status): Ticket => ticketIn(status, { assignee: holder.id });
const survivor = openTicket({ id: ticketId(9) });

const said = {
  ...{ id: messageId(1), kind: 'public' as const, author: carla.id, automatic: false },
  ...{ body: 'My card is 4111.', at },
};

/** A public message, as everybody may send one: to the ticket, or into its follow-up. */
const message = (ticket: Ticket, by: Actor, when: Date, queue: Queue): TicketDecision => {
  const wanted = { by, at: when, queue, body: 'Hello.' };
  return opensFollowUp(ticket, wanted)
    ? followUp(ticket, {
        ...wanted,
        id: ticketId(2),
        messageId: messageId(1),
        acknowledgementId: messageId(2),
        channel: 'api',
      })
    : reply(ticket, { ...wanted, id: messageId(1) });
};

const asked =
  (to: Status): Command =>
  (status, by) =>
    setStatus(ticketIn(status), { by, at, to, waitUntil: undefined, queue: billing });

/** Everything that anybody can try on a ticket, an hour after all that happened to it unless it is late. */
export const commands = {
  reply: (status, by) => message(ticketIn(status), by, at, billing),
  'reply-late': (status, by) => message(ticketIn(status), by, late, billing),
  'reply-no-follow': (status, by) => message(ticketIn(status), by, at, noFollowUps),
  'reply-too-late': (status, by) => message(ticketIn(status), by, late, noFollowUps),
  note: (status, by) => writeNote(ticketIn(status), { by, at, id: messageId(1), body: 'Hm.' }),
  redact: (status, by) => redact(ticketIn(status), { by, at, message: said }),
  rename: (status, by) => rename(ticketIn(status), { by, at, subject: subject('Refund missing') }),
  prioritise: (status, by) => prioritise(ticketIn(status), { by, at, priority: 'urgent' }),
  retag: (status, by) => retag(ticketIn(status), { by, at, tags: ['refund'] }),
  move: (status, by) => moveToQueue(ticketIn(status), { by, at, queue: shipping.id, assigneeStays: false }),
  'add-participant': (status, by) => addParticipant(ticketIn(status), { by, at, participant: dora.id }),
  'remove-participant': (status, by) => removeParticipant(ticketIn(status), { by, at, participant: paul.id }),
  claim: (status, by) => claim(ticketIn(status), { by, at }),
  'claim-held': (status, by) => claim(heldBy(bea, status), { by, at }),
  'release-own': (status, by) => release(heldBy(by, status), { by, at }),
  'release-others': (status, by) => release(heldBy(bea, status), { by, at }),
  'release-unheld': (status, by) => release(ticketIn(status), { by, at }),
  steal: (status, by) => steal(heldBy(bea, status), { by, at }),
  'steal-unheld': (status, by) => steal(ticketIn(status), { by, at }),
  assign: (status, by) => assign(ticketIn(status), { by, at, to: bea.id, eligible: true }),
  'assign-unfit': (status, by) => assign(ticketIn(status), { by, at, to: sam.id, eligible: false }),
  reopen: (status, by) => reopen(ticketIn(status), { by, at, queue: billing }),
  'reopen-late': (status, by) => reopen(ticketIn(status), { by, at: late, queue: billing }),
  'set-pending': (status, by) => setPending(ticketIn(status), { by, at, waitUntil: undefined }),
  'put-on-hold': (status, by) => putOnHold(ticketIn(status), { by, at, waitUntil: undefined }),
  postpone: (status, by) => postpone(ticketIn(status), { by, at, waitUntil: late }),
  solve: (status, by) => solve(ticketIn(status), { by, at }),
  close: (status, by) => close(ticketIn(status), { by, at }),
  'mark-spam': (status, by) => markSpam(ticketIn(status), { by, at }),
  'ask-for-closed': asked('closed'),
  'ask-for-new': asked('new'),
  'ask-for-merged': asked('merged'),
  merge: (status, by) => merge(ticketIn(status), { by, at, into: survivor }),
  'undo-merge': (status, by) => undoMerge(ticketIn(status), { by, at }),
  'undo-merge-late': (status, by) => undoMerge(ticketIn(status), { by, at: late }),
} as const satisfies Record<string, Command>;

const short: Record<TicketRefusal['code'], string> = {
  'not-found': '404',
  'not-permitted': '403',
  'transition-not-allowed': '!move',
  'reopen-window-over': '!window',
  'ticket-closed': '!closed',
  'ticket-merged': '!merged',
  'merge-would-chain': 'never: nothing went into them',
  'too-many-messages': 'never: nothing is absorbed',
  'ticket-is-spam': '!spam',
  'ticket-not-active': '!active',
  'already-claimed': '!held',
  'not-assigned': '!unheld',
  'too-many-participants': '!full',
  'assignee-not-eligible': '!unfit',
  'custom-fields-unfit': '!fields',
  'fields-missing': '!lacks',
  'unknown-status-label': '!label',
  'status-label-archived': '!old-label',
  'status-label-unfit': '!other-label',
  'wait-until-in-the-past': '!past',
  'wait-until-without-waiting': '!wait',
  'merge-into-itself': '!itself',
  'merge-target-unfit': '!target',
  'link-to-itself': '!self-link',
  'link-target-unfit': '!no-link',
  'already-linked': '!linked',
  'too-many-links': '!links',
  'not-merged': '!undo',
  'merge-undo-over': '!over',
};

/** A decision as the table writes it. */
export const cellOf = (decision: TicketDecision): string => {
  if (!decision.ok) return short[decision.refusal.code];
  const { ticket } = decision.outcome;
  return ticket.followUpOf === undefined ? ticket.status : 'follow';
};
