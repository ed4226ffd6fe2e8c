import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minutes } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { PageBody, SummaryBody, TicketBody } from '../../support/http/bodies.ts';
import type { Client } from '../../support/http/client.ts';
import { at, raisedBy } from '../../support/http/stories.ts';
import { ben, carla, dora } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';

/** Every item of a list, page by page, and how many pages that took. */
const pagedBy = async <Item>(client: Client, path: string, limit: number) => {
  const items: Item[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const more = `${path.includes('?') ? '&' : '?'}limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`;
    const page: PageBody<Item> = (await client.get<PageBody<Item>>(path + more)).body;
    items.push(...page.items);
    cursor = page.nextCursor;
    pages += 1;
  } while (cursor !== null);
  return { items, pages };
};

eachEngine('a list', (engine) => {
  let desk: Desk;
  const raised: TicketBody[] = [];
  beforeAll(async () => {
    desk = await startDesk(engine);
    for (let count = 0; count < 23; count += 1) {
      const queueId = count % 4 === 0 ? shipping.id : billing.id;
      raised.push(await raisedBy(desk.as(count % 3 === 0 ? 'dora' : 'carla'), { queueId }));
      // every third pair shares a moment, which a page must not be torn by
      if (count % 3 !== 0) desk.clock.advance(minutes(1));
    }
    for (const ticket of raised.slice(0, 6)) await desk.as('ada').patch(at(ticket), { priority: 'high' });
    for (const ticket of raised.slice(3, 7)) await desk.as('ada').patch(at(ticket), { status: 'pending' });
  });
  afterAll(() => desk.close());

  const cursorOf = async (client: Client, path: string): Promise<string> => {
    const { nextCursor } = (await client.get<PageBody<unknown>>(path)).body;
    if (nextCursor === null) throw new TypeError('there is no further page');
    return nextCursor;
  };

  describe('of tickets', () => {
    test.each(['-updatedAt', 'waiting', '-openedAt', 'number'])(
      'by %s shows every ticket once, whatever the size of its pages',
      async (sort) => {
        const whole = await pagedBy<SummaryBody>(desk.as('ada'), `/v1/tickets?sort=${sort}`, 100);
        expect(whole.items.map(({ id }) => id).toSorted()).toEqual(raised.map(({ id }) => id).toSorted());
        for (const limit of [1, 4, 23, 24]) {
          const paged = await pagedBy<SummaryBody>(desk.as('ada'), `/v1/tickets?sort=${sort}`, limit);
          expect(paged.items).toEqual(whole.items);
          expect(paged.pages).toBe(Math.ceil(23 / limit));
        }
      },
    );

    test('has 25 to a page unless asked otherwise, the last changed first', async () => {
      const { items } = (await desk.as('ada').get<PageBody<SummaryBody>>('/v1/tickets')).body;
      expect(items).toHaveLength(23);
      const moments = items.map(({ updatedAt }) => updatedAt);
      expect(moments).toEqual(moments.toSorted().toReversed());
      expect(Object.keys(items[0] ?? {})).not.toContain('customFields');
      expect(Object.keys(items[0] ?? {})).not.toContain('participantIds');
    });

    test.each([
      ['status=pending', 4],
      ['status=pending&status=new', 23],
      ['status=closed', 0],
      [`queueId=${shipping.id}`, 6],
      ['priority=high', 6],
      [`requesterId=${dora.id}`, 8],
      ['assigneeId=none', 23],
      ['assigneeId=me', 0],
      [`assigneeId=${ben.id}`, 0],
      [`queueId=${billing.id}&priority=high&status=new`, 2],
    ])('holds with ?%s exactly what that asks for', async (query, count) => {
      expect((await pagedBy(desk.as('ada'), `/v1/tickets?${query}`, 3)).items).toHaveLength(count);
    });

    test('goes on while tickets are raised and changed, without a gap or a duplicate among the rest', async () => {
      const first = (await desk.as('ada').get<PageBody<SummaryBody>>('/v1/tickets?sort=number&limit=10'))
        .body;
      await desk.as('ada').patch(at(raised[2] ?? { id: '' }), { subject: 'Changed meanwhile' });
      const late = await raisedBy(desk.as('carla'));
      const rest = await pagedBy<SummaryBody>(desk.as('ada'), '/v1/tickets?sort=number', 5);
      expect(rest.items.slice(0, 10).map(({ id }) => id)).toEqual(first.items.map(({ id }) => id));
      expect(rest.items.map(({ number }) => number)).toEqual([...raised, late].map(({ number }) => number));
      raised.push(late);
    });
  });

  describe('of messages and of facts', () => {
    let ticket: TicketBody;
    beforeAll(async () => {
      ticket = await raisedBy(desk.as('carla'));
      for (let count = 1; count <= 8; count += 1) {
        const kind = count % 2 === 0 ? 'internal' : 'public';
        await desk.as('ben').post(`${at(ticket)}/messages`, { kind, body: `Message ${count}` });
      }
    });

    test.each(['messages', 'facts'])('%s come oldest first, each once', async (list) => {
      for (const who of ['ben', 'carla'] as const) {
        const path = `${at(ticket)}/${list}`;
        const whole = await pagedBy<{ seq: number }>(desk.as(who), path, 100);
        const seqs = whole.items.map(({ seq }) => seq);
        expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
        for (const limit of [1, 2, 3, whole.items.length]) {
          const paged = await pagedBy(desk.as(who), path, limit);
          expect(paged.items).toEqual(whole.items);
          expect(paged.pages).toBe(Math.ceil(whole.items.length / limit));
        }
      }
    });

    test('facts begin after the one named', async () => {
      const path = `${at(ticket)}/facts?after=4&limit=2`;
      const { body } = await desk.as('ben').get<PageBody<{ seq: number }>>(path);
      expect(body.items.map(({ seq }) => seq)).toEqual([5, 6]);
      expect((await desk.as('ben').get(`${path}&cursor=${body.nextCursor}`)).body).toMatchObject({
        items: [{ seq: 7 }, { seq: 8 }],
      });
      expect((await desk.as('ben').get(`${at(ticket)}/facts?after=999999999`)).body).toEqual({
        items: [],
        nextCursor: null,
      });
      expect((await desk.as('ben').get(`${at(ticket)}/facts?after=-1`)).status).toBe(422);
    });
  });

  describe('cursor', () => {
    const path = '/v1/tickets?limit=2';
    const refused = async (client: Client, path: string) => {
      expect(await client.get(path)).toMatchObject({ status: 422, body: { code: 'invalid-cursor' } });
    };

    test.each([
      ['nothing', ''],
      ['a number', '25'],
      ['text', 'bm90aGluZw'],
      ['an unsigned position', `${Buffer.from('{"keys":[1]}').toString('base64url')}.`],
      ['NUL', '%00'],
      ['dots', '...'],
      ['very much', 'a'.repeat(5000)],
    ])('of %s is none', async (_, cursor) => {
      await refused(desk.as('ada'), `${path}&cursor=${cursor}`);
    });

    test('is good for nothing once a single character is changed', async () => {
      const cursor = await cursorOf(desk.as('ada'), path);
      expect((await desk.as('ada').get(`${path}&cursor=${cursor}`)).status).toBe(200);
      for (let index = 0; index < cursor.length; index += 7) {
        const other = cursor[index] === 'A' ? 'B' : 'A';
        await refused(
          desk.as('ada'),
          `${path}&cursor=${cursor.slice(0, index)}${other}${cursor.slice(index + 1)}`,
        );
      }
      await refused(desk.as('ada'), `${path}&cursor=${cursor}.`);
      await refused(desk.as('ada'), `${path}&cursor=${cursor.slice(0, -1)}`);
    });

    test('is good only for the filter and the sort it came from', async () => {
      const cursor = await cursorOf(desk.as('ada'), `${path}&status=new&status=pending`);
      for (const other of ['status=new', 'sort=number&status=new&status=pending', 'priority=high', '']) {
        await refused(desk.as('ada'), `${path}&${other}&cursor=${cursor}`);
      }
      const same = `/v1/tickets?status=pending&status=new&limit=3&cursor=${cursor}`;
      expect((await desk.as('ada').get(same)).status).toBe(200);
    });

    test('is good only for whoever it was given to', async () => {
      const cursor = await cursorOf(desk.as('carla'), path);
      await refused(desk.as('ada'), `${path}&cursor=${cursor}`);
      await refused(desk.as('dora'), `${path}&cursor=${cursor}`);
    });

    test('is good only for the list it came from', async () => {
      const [one, other] = [at(raised[1] ?? { id: '' }), at(raised[2] ?? { id: '' })];
      const cursor = await cursorOf(desk.as('ada'), `${one}/messages?limit=1`);
      expect((await desk.as('ada').get(`${one}/messages?limit=1&cursor=${cursor}`)).status).toBe(200);
      for (const list of [`${other}/messages`, `${one}/facts`, '/v1/tickets', '/v1/users']) {
        await refused(desk.as('ada'), `${list}?limit=1&cursor=${cursor}`);
      }
    });
  });

  test('of a customer holds their own tickets and no others', async () => {
    const { items } = await pagedBy<SummaryBody>(desk.as('carla'), '/v1/tickets', 7);
    expect(items.length).toBeGreaterThan(10);
    expect(new Set(items.map(({ requesterId }) => requesterId))).toEqual(new Set([carla.id]));
  });
});
