import { beforeEach, describe, expect, test } from 'vitest';
import { type LiveHub, liveHub } from '#application/live/live-hub.ts';
import { queueRoad } from '#application/live/roads.ts';
import type { FeedEntry } from '#application/ports/feed.ts';
import { OrganisationId, QueueId, TicketId, UserId } from '#domain/shared/ids.ts';
import { handTimer } from '../../support/hand-timer.ts';
import { recordingLogger } from '../../support/recording-logger.ts';

const queue = QueueId('019494e3-2e00-73c7-9f36-7b5e5ffd7550');

/** A fact that has this position. */
const entryAt = (position: number): FeedEntry => ({
  position,
  id: `fact-${position}`,
  ticketId: TicketId('019494e3-2e00-73c7-9f36-7b5e5ffd7551'),
  seq: position,
  publicSeq: position,
  fact: { type: 'ticket-purged', at: new Date(0), by: { kind: 'system' }, data: {} },
  imported: false,
  authorName: '',
  placed: {
    requester: UserId('019494e3-2e00-73c7-9f36-7b5e5ffd7552'),
    participants: [],
    assignee: undefined,
    queue,
    organisation: OrganisationId('019494e3-2e00-73c7-9f36-7b5e5ffd7553'),
  },
});

describe('the hub', () => {
  let head: number;
  let pages: number;
  /** Done before the head is told. */
  let meanwhile: () => void;
  let hub: LiveHub;
  let told: number[];

  beforeEach(() => {
    [head, pages, told, meanwhile] = [0, 0, [], () => {}];
    const feed = {
      head: async () => {
        const then = head;
        await Promise.resolve();
        meanwhile();
        return then;
      },
      after: async (position: number, limit: number) => {
        pages += 1;
        const last = Math.min(head, position + limit);
        return Array.from({ length: last - position }, (_, index) => entryAt(position + index + 1));
      },
    };
    hub = liveHub({ feed, timer: handTimer(), logger: recordingLogger() });
  });

  const run = () => hub.run(new AbortController().signal);
  const tap = () =>
    hub.tap(queueRoad(queue), { take: ({ position }) => told.push(position), failed: () => {} });

  test('reads nothing while nobody waits, and tells whoever comes only what is new', async () => {
    head = 3;
    await run();
    head = 5;
    expect(await run()).toBe(false);
    expect(pages).toBe(0);
    expect(hub.position()).toBe(5);
    tap();
    head = 7;
    await run();
    expect(told).toEqual([6, 7]);
  });

  test('skips nothing for whoever begins to wait while it looks how far it is', async () => {
    await hub.ready();
    head = 2;
    meanwhile = () => {
      meanwhile = () => {};
      tap();
    };
    await run();
    await run();
    expect(told).toEqual([1, 2]);
  });

  test('reads no more once nobody waits any longer', async () => {
    await hub.ready();
    const untap = tap();
    head = 1;
    await run();
    untap();
    head = 2;
    await run();
    expect({ told, pages, position: hub.position() }).toEqual({ told: [1], pages: 1, position: 2 });
  });
});
