import { accept, type Decision, refuse } from '../shared/decision.ts';
import type { Change, Happening } from './change.ts';
import type { Cause, Fact, FactOf } from './facts.ts';
import { valuesTold } from './fill-in.ts';
import { born, evolve } from './fold.ts';
import type { Message } from './message.ts';
import {
  type ImportRefusal,
  lastChangeOf,
  type Past,
  type PastMessage,
  waitingReplyOf,
  wrongWith,
} from './past.ts';
import type { Ticket } from './ticket.ts';
import { lifecycle } from './transitions.ts';

/** Something that happened elsewhere, told of the ticket as it was by then. */
type Step = { readonly at: Date; readonly tell: (so: Ticket) => readonly Fact[] };

/**
 * Makes a ticket of what is known of its past: the facts that must have happened, and as the last of them that it was
 * imported. Who moved it is not known, so Hexdesk itself did, no later than the last public message where no time is
 * given.
 */
export const importTicket = (
  past: Past,
  { at: now }: Happening,
): Decision<Change, readonly ImportRefusal[]> => {
  const wrong = wrongWith(past, now);
  const [first, ...rest] = past.messages;
  if (first === undefined || wrong.length > 0) return refuse(wrong);
  const opened = openedFact(past, first);
  const facts: Fact[] = [opened];
  let ticket = born(past.id, opened);
  const steps = [
    ...beginning(past),
    ...inOrderOfTime([...thread(past, rest), ...outcome(past), ...labelling(past)]),
    end(past),
  ];
  for (const { tell } of steps) {
    for (const fact of tell(ticket)) {
      facts.push(fact);
      ticket = evolve(ticket, fact);
    }
  }
  return accept({ ticket, facts });
};

const openedFact = (past: Past, first: PastMessage): FactOf<'ticket-opened'> => ({
  type: 'ticket-opened',
  at: past.openedAt,
  by: causeOf(first),
  data: {
    subject: past.subject,
    requester: past.requester,
    organisation: past.organisation,
    participants: past.participants,
    queue: past.queue,
    priority: past.priority,
    tags: [...new Set(past.tags)],
    ...(past.category === undefined ? {} : { category: past.category }),
    ...valuesTold(past),
    channel: 'import',
    message: messageOf(first),
  },
});

const system: Cause = { kind: 'system' };

const beginning = ({ openedAt: at, assignee, original }: Past): readonly Step[] => {
  const facts: Fact[] = [];
  if (original !== undefined) facts.push({ type: 'follow-up-opened', at, by: system, data: { original } });
  if (assignee !== undefined)
    facts.push({ type: 'ticket-assigned', at, by: system, data: { assignee, before: undefined } });
  return [{ at, tell: () => facts }];
};

const end = (past: Past): Step => {
  const at = past.updatedAt ?? lastChangeOf(past);
  const { externalId } = past;
  return { at, tell: () => [{ type: 'ticket-imported', at, by: system, data: { externalId } }] };
};

/** The rest of the thread; whoever began to wait did so on hold already. */
const thread = (past: Past, messages: readonly PastMessage[]): readonly Step[] => {
  const held = past.customerWaiting ? waitingReplyOf(past) : undefined;
  return messages.flatMap((message) => [
    ...(message === held ? [putOnHold(past, message.at)] : []),
    { at: message.at, tell: (so: Ticket) => said(past, message, so) },
  ]);
};

const said = ({ status }: Past, written: PastMessage, so: Ticket): readonly Fact[] => {
  const { at, author, kind } = written;
  const by = causeOf(written);
  const message = messageOf(written);
  if (kind === 'internal') return [{ type: 'note-written', at, by, data: { message } }];
  if (author === undefined) return [{ type: 'ticket-acknowledged', at, by, data: { message } }];
  const replied: Fact = { type: 'ticket-replied', at, by, data: { message, answers: author.isStaff } };
  const moves = author.isStaff && so.status === 'new' && status !== 'new' && status !== 'spam';
  return moves && lifecycle.new.staffReply === 'open'
    ? [replied, { type: 'ticket-opened-again', at, by, data: { from: so.status } }]
    : [replied];
};

/** What brought the ticket into the status it has. */
const outcome = (past: Past): readonly Step[] => {
  const { status, waitUntil, assignee } = past;
  const at = lastSaidAt(past);
  switch (status) {
    case 'new':
    case 'merged':
      return [];
    case 'open':
      return [
        {
          at,
          tell: (so) =>
            so.status === 'open'
              ? []
              : [{ type: 'ticket-opened-again', at, by: system, data: { from: so.status } }],
        },
      ];
    case 'pending':
      return [
        {
          at,
          tell: (so) => [
            { type: 'ticket-set-pending', at, by: system, data: { from: so.status, waitUntil } },
          ],
        },
      ];
    case 'on-hold':
      return past.customerWaiting ? [] : [putOnHold(past, at)];
    case 'spam':
      return [
        { at, tell: (so) => [{ type: 'ticket-marked-spam', at, by: system, data: { from: so.status } }] },
      ];
    case 'solved':
    case 'closed': {
      const solvedAt = past.solvedAt ?? past.closedAt ?? at;
      const closedAt = past.closedAt ?? solvedAt;
      const solve: Step = {
        at: solvedAt,
        tell: (so) => [
          { type: 'ticket-solved', at: solvedAt, by: system, data: { from: so.status, assignee } },
        ],
      };
      const close: Step = {
        at: closedAt,
        tell: (so) => [{ type: 'ticket-closed', at: closedAt, by: system, data: { from: so.status } }],
      };
      return status === 'closed' ? [solve, close] : [solve];
    }
  }
};

/** What says more of the status, once the ticket has it. */
const labelling = (past: Past): readonly Step[] => {
  const { statusLabel: after, solvedAt } = past;
  if (after === undefined) return [];
  const said = lastSaidAt(past);
  const at = solvedAt === undefined || solvedAt < said ? said : solvedAt;
  return [
    {
      at,
      tell: () => [{ type: 'status-label-changed', at, by: system, data: { before: undefined, after } }],
    },
  ];
};

const putOnHold = ({ waitUntil }: Past, at: Date): Step => ({
  at,
  tell: (so) => [{ type: 'ticket-put-on-hold', at, by: system, data: { from: so.status, waitUntil } }],
});

/** A note's time must not show in anything a customer learns. */
const lastSaidAt = ({ openedAt, messages }: Past): Date =>
  messages.findLast(({ kind }) => kind === 'public')?.at ?? openedAt;

const inOrderOfTime = (steps: readonly Step[]): readonly Step[] =>
  steps.toSorted((one, other) => one.at.getTime() - other.at.getTime());

const causeOf = ({ author }: PastMessage): Cause =>
  author === undefined ? system : { kind: 'person', id: author.id };

const messageOf = ({ id, kind, author, body, at }: PastMessage): Message => ({
  id,
  kind,
  author: author?.id,
  automatic: author === undefined,
  body,
  at,
});
