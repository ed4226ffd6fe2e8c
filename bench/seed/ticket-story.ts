import type { Actor } from '#domain/access/actor.ts';
import { grantsFor } from '#domain/identity/user.ts';
import type { Change, TicketDecision } from '#domain/tickets/change.ts';
import { close } from '#domain/tickets/close.ts';
import { prioritise, retag } from '#domain/tickets/edit.ts';
import { claim } from '#domain/tickets/hold.ts';
import { open } from '#domain/tickets/open.ts';
import type { Priority } from '#domain/tickets/priority.ts';
import { reply } from '#domain/tickets/reply.ts';
import { solve } from '#domain/tickets/solve.ts';
import { parseSubject } from '#domain/tickets/subject.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { setPending } from '#domain/tickets/wait.ts';
import { writeNote } from '#domain/tickets/write-note.ts';
import type { Cast } from './cast.ts';
import { chance, oneOf } from './chance.ts';
import { messageIdOf, openedAt, ticketIdOf } from './ids.ts';
import { textBy } from './words.ts';

const hour = 3_600_000;
const priorities = ['low', 'normal', 'normal', 'normal', 'high', 'urgent'] as const satisfies Priority[];
const mostMessages = 10;

/** A ticket's whole life, told by the domain itself: 3 to 10 messages, then what it ends in. */
export const ticketStory = (index: number, tickets: number, cast: Cast): Change => {
  const { queue, end } = cast;
  const begun = openedAt(index, tickets);
  const at = (hours: number) => new Date(begun + hours * hour);
  const customer: Actor = { id: cast.requester, grants: grantsFor('customer', []) };
  const agent: Actor = { id: cast.agent, grants: grantsFor('agent', [queue.id]) };
  const message = (count: number) => {
    const number = index * mostMessages + count;
    return { id: messageIdOf(number, at(count).getTime()), body: textBy(50, number, { min: 80, max: 520 }) };
  };

  const first = message(0);
  const steps: ((ticket: Ticket) => TicketDecision)[] = [];
  if (cast.isHeld) steps.push((so) => claim(so, { by: agent, at: at(0.2) }));
  const priority = oneOf(priorities, 22, index);
  if (priority !== queue.defaultPriority)
    steps.push((so) => prioritise(so, { by: agent, at: at(0.3), priority }));
  if (cast.tags.length > 0) steps.push((so) => retag(so, { by: agent, at: at(0.4), tags: cast.tags }));
  const messages = 3 + (chance(20, index) % (mostMessages - 2));
  for (let count = 1; count < messages; count += 1) {
    const said = { ...message(count), at: at(count) };
    if (count % 7 === 5) steps.push((so) => writeNote(so, { ...said, by: agent }));
    else steps.push((so) => reply(so, { ...said, queue, by: count % 2 === 0 ? customer : agent }));
  }
  const last = { by: agent, at: at(messages) };
  if (end === 'pending') steps.push((so) => setPending(so, { ...last, waitUntil: undefined }));
  if (end === 'solved') steps.push((so) => solve(so, last));
  if (end === 'closed') steps.push((so) => close(so, last));

  const subject = parseSubject(textBy(40, index, { min: 20, max: 80 }));
  if (subject === undefined) throw new TypeError('no subject');
  const opened = taken(
    open({
      id: ticketIdOf(index, tickets),
      subject,
      body: first.body,
      messageId: first.id,
      acknowledgementId: messageIdOf(-1 - index, begun),
      requester: customer.id,
      queue,
      priority: undefined,
      tags: undefined,
      channel: 'api',
      by: customer,
      at: at(0),
    }),
  );
  return steps.reduce((so, step) => {
    const next = taken(step(so.ticket));
    return { ticket: next.ticket, facts: [...so.facts, ...next.facts] };
  }, opened);
};

const taken = (decision: TicketDecision): Change => {
  if (!decision.ok) throw new Error(`the story breaks a rule: ${decision.refusal.code}`);
  return decision.outcome;
};
