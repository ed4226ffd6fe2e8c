import { describe, expect, test } from 'vitest';
import { days } from '#domain/shared/duration.ts';
import { lastChangeOf, type Past, waitingReplyOf, wrongWith } from '#domain/tickets/past.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { pastWith, type Said } from '../../support/pasts.ts';
import { later, noon } from '../../support/tickets.ts';

const now = later(days(30));
type Told = Partial<Past> & { readonly said?: readonly Said[] };
const wrong = (facts: Told) => wrongWith(pastWith(facts), now).map(({ path, code }) => `${path}: ${code}`);

describe('a past that can be', () => {
  test.each<[string, Told]>([
    [
      'everything happened at one moment',
      { status: 'closed', solvedAt: noon, closedAt: noon, updatedAt: noon },
    ],
    [
      'it was solved the moment it was last written to',
      { status: 'solved', said: [{ after: 5, by: 'staff' }], solvedAt: later(5), updatedAt: later(5) },
    ],
    ['it was solved just now', { status: 'solved', solvedAt: now, updatedAt: now }],
    ['it was closed, but nobody knows when it was solved', { status: 'closed', closedAt: later(1) }],
    ['it was solved, and nobody knows when', { status: 'solved' }],
    ['it waits for its customer until later', { status: 'pending', waitUntil: later(days(40)) }],
    ['it waits for a third party until later', { status: 'on-hold', waitUntil: later(days(40)) }],
    ['it was to wait until a moment that has passed', { status: 'pending', waitUntil: noon }],
    [
      'it was opened when time began',
      {
        openedAt: new Date(0),
        messages: pastWith().messages.map((message) => ({ ...message, at: new Date(0) })),
      },
    ],
  ])('is one where %s', (_, facts) => {
    expect(wrong(facts)).toEqual([]);
  });

  test('may have any status but merged', () => {
    expect(statuses.filter((status) => wrong({ status }).length > 0)).toEqual(['merged']);
  });
});

describe('a past that cannot be', () => {
  test.each<[string, Told, readonly string[]]>([
    ['it is solved tomorrow', { status: 'solved', solvedAt: later(days(31)) }, ['solvedAt: in-the-future']],
    ['it is closed tomorrow', { status: 'closed', closedAt: later(days(31)) }, ['closedAt: in-the-future']],
    ['it changed tomorrow', { updatedAt: later(days(31)) }, ['updatedAt: in-the-future']],
    [
      'the last of its messages is written tomorrow',
      {
        said: [
          { after: 1, by: 'staff' },
          { after: 2, by: 'staff' },
          { after: days(31), by: 'staff' },
        ],
      },
      ['messages: in-the-future'],
    ],
    [
      'it changed after it changed last',
      { status: 'solved', solvedAt: later(2), updatedAt: later(1) },
      ['updatedAt: before-the-last-change'],
    ],
    [
      'it was closed before it was opened',
      { status: 'closed', closedAt: later(-1) },
      ['closedAt: before-the-opening'],
    ],
  ])('is one where %s', (_, facts, refusals) => {
    expect(wrong(facts)).toEqual(refusals);
  });
});

describe('the last change in a past', () => {
  test.each<[string, Told, number]>([
    ['its opening, if nothing else is known', {}, 0],
    ['its last message', { said: [{ after: 3, by: 'staff' }] }, 3],
    [
      'its solution, if that came later',
      { said: [{ after: 3, by: 'staff' }], status: 'solved', solvedAt: later(4) },
      4,
    ],
    ['its closing, if that came later', { status: 'closed', solvedAt: later(4), closedAt: later(5) }, 5],
  ])('is %s', (_, facts, after) => {
    expect(lastChangeOf(pastWith(facts))).toEqual(later(after));
  });
});

describe('the reply with which a customer began to wait for a third party', () => {
  const asked: Said = { after: 2, by: 'customer' };
  const since = (facts: Told) => waitingReplyOf(pastWith({ status: 'on-hold', ...facts }))?.at;

  test.each<[string, readonly Said[]]>([
    ['is the last thing that was said', [{ after: 1, by: 'staff' }, asked]],
    ['is not undone by a note', [asked, { after: 3, by: 'staff', note: true }]],
    ['is not undone by a machine', [asked, { after: 3, by: 'machine' }]],
    ['is the latest of several', [{ after: 1, by: 'customer' }, asked]],
  ])('%s', (_, said) => {
    expect(since({ said })).toEqual(later(2));
  });

  test.each<[string, Told]>([
    ['if staff said something since', { said: [asked, { after: 3, by: 'staff' }] }],
    ['if they only opened the ticket', {}],
    ['if nothing was said at all', { messages: [] }],
    ['if only a machine has answered', { said: [{ after: 1, by: 'machine' }] }],
    ['if nobody waits for a third party', { status: 'pending', said: [asked] }],
  ])('is not there %s', (_, facts) => {
    expect(since(facts)).toBeUndefined();
  });
});
