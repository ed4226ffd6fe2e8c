import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { audienceFor } from '#domain/access/visibility.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { TicketDecision } from '#domain/tickets/change.ts';
import { type Fact, factAudience } from '#domain/tickets/facts.ts';
import { born, evolve, fold } from '#domain/tickets/fold.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { lifecycle, type Status, statuses } from '#domain/tickets/transitions.ts';
import { ada, bea, ben, carla, lena, paul, sam } from '../support/people.ts';
import { billing } from '../support/queues.ts';
import { factBy, later, messageId, noon, ticketId } from '../support/tickets.ts';
import { commands, people, type Step, stories, survivor } from './lifecycle.stories.ts';

/** One step of a story as it was taken: the ticket and its history before it, and what the command answered. */
type Moment = {
  readonly step: Step;
  readonly at: Date;
  readonly before: Ticket;
  readonly history: readonly Fact[];
  readonly decision: TicketDecision;
  readonly after: Ticket;
  readonly told: readonly Fact[];
};

const id = ticketId(1);
const opening = factBy(carla, noon, 'ticket-opened', {
  subject: 'Charged twice',
  requester: carla.id,
  participants: [paul.id],
  queue: billing.id,
  priority: 'normal',
  tags: [],
  channel: 'api',
  message: { id: messageId(1), kind: 'public', author: carla.id, automatic: false, body: 'See.', at: noon },
});

const frozen = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return value instanceof Date ? value : Object.freeze(value);
};

const played = (story: readonly Step[]): readonly Moment[] => {
  let so: Pick<Moment, 'before' | 'history'> = { before: frozen(born(id, opening)), history: [opening] };
  let elapsed = 0;
  return story.map((step) => {
    elapsed += step.pause;
    const at = later(elapsed);
    const decision = commands[step.what].run(so.before, { by: people[step.who], at, pick: step.pick });
    const after = decision.ok ? frozen(decision.outcome.ticket) : so.before;
    const told = decision.ok ? frozen(decision.outcome.facts) : [];
    const moment = { ...so, step, at, decision, after, told };
    so = { before: after, history: [...so.history, ...told] };
    return moment;
  });
};

/** Whatever happens, in whatever order, this holds at every moment of it. */
const always = (rule: (moment: Moment) => void): void =>
  fc.assert(
    fc.property(stories(40), (story) => {
      for (const moment of played(story)) rule(moment);
    }),
    { numRuns: 500 },
  );

/** The status before and after each fact of a moment. */
const movesOf = ({ before, told }: Moment): readonly { from: Status; to: Status; fact: Fact }[] => {
  let so = before;
  return told.map((fact) => {
    const from = so.status;
    so = evolve(so, fact);
    return { from, to: so.status, fact };
  });
};

const seenByCustomers = (ticket: Ticket) => ({
  subject: ticket.subject,
  status: ticket.status,
  waitUntil: 'waitUntil' in ticket ? ticket.waitUntil : undefined,
  solvedAt: 'solvedAt' in ticket ? ticket.solvedAt : undefined,
  closedAt: 'closedAt' in ticket ? ticket.closedAt : undefined,
  openedIn: ticket.openedIn,
  category: ticket.category,
  fields: ticket.fields,
});

describe('whatever happens to a ticket', () => {
  test('folding all its facts gives the ticket, and nothing was changed in place', () => {
    always(({ before, history, after, told }) => {
      assert.deepEqual(fold(id, history), before);
      assert.deepEqual(fold(id, [...history, ...told]), after);
    });
  });

  test('without a fact nothing has changed, and with one something is told of who did it and when', () => {
    always(({ step, at, before, after, told }) => {
      if (told.length === 0) assert.equal(after, before);
      const by =
        step.what === 'time-passes' ? { kind: 'system' } : { kind: 'person', id: people[step.who].id };
      for (const fact of told) assert.deepEqual({ at: fact.at, by: fact.by }, { at, by });
    });
  });

  test('who does not see it is told that it does not exist, and nobody else is', () => {
    always(({ step, before, decision }) => {
      if (step.what === 'time-passes') return;
      const named = step.what === 'merge' ? [before, survivor] : [before];
      const isUnseen = named.some((ticket) => audienceFor(people[step.who], ticket) === undefined);
      assert.equal(!decision.ok && decision.refusal.code === 'not-found', isUnseen);
    });
  });

  test('internal facts change nothing a customer sees, and customers cause none', () => {
    always(({ step, before, after, told }) => {
      const internal = told.filter(({ type }) => factAudience[type] === 'internal');
      if (internal.length === told.length) {
        assert.deepEqual(seenByCustomers(after), seenByCustomers(before));
      }
      if (step.who === 'carla' || step.who === 'paul') assert.deepEqual(internal, []);
    });
  });

  test('its status moves along the table only', () => {
    always((moment) => {
      const { step, before } = moment;
      const { column } = commands[step.what];
      for (const { from, to, fact } of movesOf(moment)) {
        const row = lifecycle[from];
        if (column === 'asked') assert.ok(from === to || to in row.asked, `${from} to ${to}`);
        if (column === 'timer') assert.equal(to, row.timer?.to);
        if (column === 'none') assert.equal(to, from);
        if (column === 'merge' && before.status === 'merged') assert.equal(to, before.before.status);
        if (column === 'merge' && before.status !== 'merged') assert.equal(to, 'merged');
        if (column === 'reply' && fact.type === 'ticket-replied') assert.equal(to, from);
      }
    });
  });

  test('a message moves it just as the table says of who wrote it', () => {
    always(({ step, before, decision, after }) => {
      if (step.what !== 'reply' || !decision.ok) return;
      const column =
        audienceFor(people[step.who], before) === 'staff'
          ? ('staffReply' as const)
          : ('customerReply' as const);
      const move = lifecycle[before.status][column];
      assert.equal(after.status, move === 'stays' ? before.status : move);
    });
  });

  test('time moves it when it is due, and only then', () => {
    always(({ step, at, before, after }) => {
      if (step.what !== 'time-passes') return;
      const due =
        before.status === 'solved'
          ? // the window to reopen is as long here, and its last millisecond still counts
            at.getTime() - before.solvedAt.getTime() > lifecycle.solved.timer.due
          : 'waitUntil' in before && before.waitUntil !== undefined && before.waitUntil <= at;
      assert.equal(after.status !== before.status, due);
    });
  });

  test('closed, it changes only when the admin reopens it; that a message is redacted changes nothing of it', () => {
    always(({ step, before, after, told }) => {
      if (before.status !== 'closed' || told.length === 0) return;
      if (step.what === 'redact') return assert.deepEqual(after, before);
      const types = told.map(({ type }) => type);
      assert.deepEqual([step.who, types, after.status], ['ada', ['ticket-reopened'], 'open']);
    });
  });

  test('nobody holds it who was not put there by claiming, assigning, stealing or solving', () => {
    const staff: readonly UserId[] = [ben, bea, sam, lena, ada].map((person) => person.id);
    always(({ step, before, after, told }) => {
      if (after.assignee === before.assignee) return;
      const types = told.map(({ type }) => type);
      if (after.assignee === undefined) {
        assert.ok(types.includes('ticket-released'));
        return;
      }
      assert.ok(staff.includes(after.assignee));
      const taken = ['ticket-claimed', 'ticket-stolen', 'ticket-solved'] as const;
      if (taken.some((type) => types.includes(type))) assert.equal(after.assignee, people[step.who].id);
      else assert.deepEqual(types, ['ticket-assigned']);
    });
  });
});

describe('the stories told here', () => {
  test('reach every status, and every command succeeds in some', () => {
    const moments = fc.sample(stories(40), { numRuns: 1000, seed: 42 }).flatMap(played);
    const succeeded = moments.filter(({ told }) => told.length > 0).map(({ step }) => step.what);
    const impossible = ['new', 'merged'];
    expect(new Set(moments.map(({ after }) => after.status))).toEqual(new Set(statuses));
    expect(new Set(succeeded)).toEqual(
      new Set(Object.keys(commands).filter((name) => !impossible.includes(name))),
    );
  });
});
