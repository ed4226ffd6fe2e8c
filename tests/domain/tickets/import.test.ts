import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { days, hours, minutes } from '#domain/shared/duration.ts';
import { messageOf } from '#domain/tickets/facts.ts';
import { fold } from '#domain/tickets/fold.ts';
import { importTicket } from '#domain/tickets/import.ts';
import type { Past } from '#domain/tickets/past.ts';
import { type Status, statuses } from '#domain/tickets/transitions.ts';
import { categoryWith } from '../../support/categories.ts';
import { said as message, pastWith, type Said } from '../../support/pasts.ts';
import { ben, carla, paul } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
import { awaitingParts, inReview } from '../../support/status-labels.ts';
import { later, noon, ticketId } from '../../support/tickets.ts';

const now = later(days(30));

const imported = (past: Past) => {
  const decision = importTicket(past, { at: now });
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusal));
  return decision.outcome;
};
const storyOf = (past: Past) =>
  imported(past).facts.map(({ type, at }) => [type, (at.getTime() - noon.getTime()) / hours(1)]);
const refusalsOf = (past: Past) => {
  const decision = importTicket(past, { at: now });
  return decision.ok ? [] : decision.refusal.map(({ path, code }) => `${path}: ${code}`);
};

describe('importing a ticket', () => {
  test('keeps what it was, when, and what it was called', () => {
    const { ticket } = imported(
      pastWith({ status: 'solved', assignee: ben.id, solvedAt: later(hours(3)), original: ticketId(7) }),
    );
    expect(ticket).toEqual({
      id: ticketId(1),
      externalId: 'OLD-1',
      fields: {},
      staffFields: {},
      statusLabel: undefined,
      subject: 'Charged twice',
      requester: carla.id,
      participants: [paul.id],
      queue: billing.id,
      assignee: ben.id,
      priority: 'high',
      tags: ['vip'],
      channel: 'import',
      openedAt: noon,
      openedIn: { queue: billing.id, priority: 'high' },
      followUpOf: ticketId(7),
      waitingSince: noon,
      status: 'solved',
      solvedAt: later(hours(3)),
    });
  });

  test('is about what it was about, and has the label of its status, however late its last note is', () => {
    const [category, statusLabel] = [categoryWith(1).id, inReview.id];
    const past = pastWith({
      ...{ status: 'open', category, statusLabel },
      said: [
        { after: hours(1), by: 'staff' },
        { after: hours(2), by: 'staff', note: true },
      ],
    });
    expect(imported(past).ticket).toMatchObject({ status: 'open', category, statusLabel });
    expect(storyOf(past)).toContainEqual(['status-label-changed', 1]);
    const solved = { status: 'solved', statusLabel: awaitingParts.id } as const;
    const late = pastWith({ ...solved, solvedAt: later(hours(3)), said: [{ after: hours(1), by: 'staff' }] });
    expect(storyOf(late).at(-2)).toEqual(['status-label-changed', 3]);
    const answered = pastWith({ ...solved, solvedAt: later(1), said: [{ after: hours(1), by: 'customer' }] });
    expect(storyOf(answered).at(-2)).toEqual(['status-label-changed', 1]);
  });

  test('tells a story in the order of time, which ends with the import', () => {
    const past = pastWith({
      status: 'closed',
      assignee: ben.id,
      said: [
        { after: hours(1), by: 'machine' },
        { after: hours(2), by: 'staff' },
        { after: hours(6), by: 'staff', note: true },
      ],
      solvedAt: later(hours(3)),
      closedAt: later(hours(5)),
      updatedAt: later(hours(8)),
    });
    expect(storyOf(past)).toEqual([
      ['ticket-opened', 0],
      ['ticket-assigned', 0],
      ['ticket-acknowledged', 1],
      ['ticket-replied', 2],
      ['ticket-opened-again', 2],
      ['ticket-solved', 3],
      ['ticket-closed', 5],
      ['note-written', 6],
      ['ticket-imported', 8],
    ]);
  });

  test('dates a status nobody dated to the last public message: the time of a note stays hidden', () => {
    const said: readonly Said[] = [
      { after: hours(1), by: 'staff' },
      { after: hours(2), by: 'staff', note: true },
    ];
    expect(storyOf(pastWith({ status: 'pending', said })).slice(-3)).toEqual([
      ['ticket-set-pending', 1],
      ['note-written', 2],
      ['ticket-imported', 2],
    ]);
  });

  test('knows since when the customer waits', () => {
    const asked: Said = { after: hours(1), by: 'customer' };
    const answered: Said = { after: hours(2), by: 'staff' };
    expect(imported(pastWith({ status: 'open', said: [asked] })).ticket.waitingSince).toEqual(noon);
    expect(
      imported(pastWith({ status: 'open', said: [asked, answered] })).ticket.waitingSince,
    ).toBeUndefined();
  });

  test('knows that the customer wrote while a third party was waited for', () => {
    const past = pastWith({
      status: 'on-hold',
      customerWaiting: true,
      said: [{ after: hours(1), by: 'customer' }],
    });
    expect(imported(past).ticket).toMatchObject({ status: 'on-hold', customerWaiting: true });
    expect(imported({ ...past, customerWaiting: false }).ticket).toMatchObject({ customerWaiting: false });
  });

  test.each<[string, Partial<Past> & { said?: readonly Said[] }, string]>([
    ['it was merged', { status: 'merged' }, 'status: merged'],
    ['nothing opened it', { messages: [] }, 'messages: first-message-internal'],
    [
      'it begins with a note',
      { messages: [message({ after: 0, by: 'staff', note: true }, 0)] },
      'messages: first-message-internal',
    ],
    ['its first message came later', { openedAt: later(-1) }, 'openedAt: not-the-opening'],
    ['it is older than time', { openedAt: new Date(-1) }, 'openedAt: too-early'],
    ['it has not been opened yet', { openedAt: later(days(30) + 1) }, 'openedAt: in-the-future'],
    [
      'its last message is not written yet',
      { said: [{ after: days(30) + 1, by: 'staff' }] },
      'messages: in-the-future',
    ],
    ['it is open and solved', { status: 'open', solvedAt: noon }, 'solvedAt: not-solved'],
    ['it is solved and closed', { status: 'solved', closedAt: noon }, 'closedAt: not-closed'],
    ['it was solved too early', { status: 'solved', solvedAt: later(-1) }, 'solvedAt: before-the-opening'],
    [
      'it was closed before it was solved',
      { status: 'closed', solvedAt: later(2), closedAt: later(1) },
      'closedAt: before-solving',
    ],
    [
      'it changed later than it says',
      { updatedAt: noon, said: [{ after: 1, by: 'staff' }] },
      'updatedAt: before-the-last-change',
    ],
    [
      'it waits while it does not',
      { status: 'open', waitUntil: now },
      'waitUntil: wait-until-without-waiting',
    ],
    [
      'nobody waits',
      { status: 'on-hold', customerWaiting: true, said: [{ after: 1, by: 'staff' }] },
      'customerWaiting: customer-not-waiting',
    ],
  ])('is refused when %s', (_, facts, refusal) => {
    expect(refusalsOf(pastWith(facts))).toContain(refusal);
  });

  test('names everything that is wrong at once', () => {
    const past = pastWith({ status: 'open', solvedAt: later(-1), closedAt: later(-2), waitUntil: now });
    expect(refusalsOf(past)).toEqual([
      'solvedAt: not-solved',
      'closedAt: not-closed',
      'solvedAt: before-the-opening',
      'closedAt: before-the-opening',
      'closedAt: before-solving',
      'waitUntil: wait-until-without-waiting',
    ]);
  });

  test('whatever it was, its facts make it what it is, in the order of time', () => {
    const saying = fc.record({
      pause: fc.integer({ min: 0, max: minutes(600) }),
      by: fc.constantFrom('customer', 'staff', 'machine'),
      note: fc.boolean(),
    });
    const rest = fc.record({
      status: fc.constantFrom(
        ...statuses.filter((status): status is Exclude<Status, 'merged'> => status !== 'merged'),
      ),
      held: fc.boolean(),
      solvedAfter: fc.option(fc.integer({ min: 0, max: days(9) }), { nil: undefined }),
      closedAfter: fc.option(fc.integer({ min: 0, max: days(9) }), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.array(saying, { maxLength: 8 }),
        rest,
        (sayings, { status, held, solvedAfter, closedAfter }) => {
          const said = sayings.map(({ by, note }, index) => ({
            by,
            note,
            after: sayings.slice(0, index + 1).reduce((sum, { pause }) => sum + pause, 0),
          }));
          const solved = status === 'solved' || status === 'closed' ? solvedAfter : undefined;
          const past = pastWith({
            status,
            said,
            assignee: held ? ben.id : undefined,
            solvedAt: solved === undefined ? undefined : later(solved),
            closedAt:
              status === 'closed' && closedAfter !== undefined
                ? later(closedAfter + (solved ?? 0))
                : undefined,
          });
          const { ticket, facts } = imported(past);
          expect(ticket).toEqual(fold(past.id, facts));
          expect(ticket).toMatchObject({ status, assignee: past.assignee, externalId: 'OLD-1' });
          expect(facts.map(({ at }) => at)).toEqual(
            facts.map(({ at }) => at).toSorted((a, b) => Number(a) - Number(b)),
          );
          expect(facts.flatMap((fact) => messageOf(fact)?.id ?? [])).toEqual(
            past.messages.map(({ id }) => id),
          );
          expect(facts.at(-1)?.type).toBe('ticket-imported');
        },
      ),
    );
  });
});
