import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { PageBody } from '../../support/http/bodies.ts';
import { at, raisedBy } from '../../support/http/stories.ts';
import { billing, shipping } from '../../support/queues.ts';

eachEngine('The tickets with a tag', (engine) => {
  let desk: Desk;
  const tickets: Awaited<ReturnType<typeof raisedBy>>[] = [];
  beforeAll(async () => {
    desk = await startDesk(engine);
    for (const queueId of [billing.id, shipping.id, billing.id]) {
      const ticket = await raisedBy(desk.as('carla'), { queueId });
      await desk.as('ada').patch(at(ticket), { tags: ['vip', 'outage'] });
      tickets.push(ticket);
    }
  });
  afterAll(() => desk.close());

  /** Which of the three somebody finds under a tag, by their places. */
  const places = async (who: 'ben' | 'sam' | 'ada', query = '') => {
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const path = `/v1/tickets?tag=vip&limit=1${query}${more}`;
      const { body } = await desk.as(who).get<PageBody<{ readonly id: string }>>(path);
      found.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    } while (cursor !== null);
    return found.map((id) => tickets.findIndex((ticket) => ticket.id === id));
  };
  const reply = (place: number) =>
    desk.as('ada').post(`${at(tickets[place] ?? { id: '' })}/messages`, { kind: 'public', body: 'Soon.' });

  test('stand the last updated first, whatever it was that updated them', async () => {
    expect(await places('ada')).toEqual([2, 1, 0]);
    desk.clock.advance(1000);
    await reply(1);
    expect(await places('ada')).toEqual([1, 2, 0]);
    desk.clock.advance(1000);
    await desk.as('ada').patch(at(tickets[0] ?? { id: '' }), { tags: ['vip'] });
    expect(await places('ada')).toEqual([0, 1, 2]);
    expect(await places('ada', '&status=open')).toEqual([1]);
    expect(await places('ada', '&sort=number')).toEqual([0, 1, 2]);
  });

  test('are found since a moment', async () => {
    desk.clock.advance(1000);
    const since = encodeURIComponent(desk.clock.now().toISOString());
    await reply(2);
    expect(await places('ada', `&updatedSince=${since}`)).toEqual([2]);
  });

  test('are found by those who work the queue that they were moved to, and not by those whose it was', async () => {
    expect(await places('ben')).toEqual([2, 0]);
    expect(await places('sam')).toEqual([1]);
    desk.clock.advance(1000);
    await desk.as('ada').patch(at(tickets[0] ?? { id: '' }), { queueId: shipping.id });
    expect(await places('ben')).toEqual([2]);
    expect(await places('sam')).toEqual([0, 1]);
  });
});
