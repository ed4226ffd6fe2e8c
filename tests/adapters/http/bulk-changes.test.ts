import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { days, hours } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { PageBody, TicketBody } from '../../support/http/bodies.ts';
import type { Client } from '../../support/http/client.ts';
import { factsFor, raisedBy, seenBy } from '../../support/http/stories.ts';
import { ben } from '../../support/people.ts';

type Result = {
  readonly ticketId: string;
  readonly outcome: string | null;
  readonly version: number | null;
  readonly code: string | null;
};
type Job = {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly done: number;
  readonly finishedAt: string | null;
  readonly results: readonly Result[];
};

const missing = '0199aaaa-0000-7000-8000-00000000000f';

eachEngine('changing many tickets by one job', (engine) => {
  let desk: Desk;
  let mine: readonly [TicketBody, TicketBody];
  let hidden: TicketBody;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    mine = [await raisedBy(desk.as('carla')), await raisedBy(desk.as('carla'))];
    hidden = await raisedBy(desk.as('dora'));
  });

  const ask = (somebody: Client, ticketIds: readonly string[], changes: object, headers = {}) =>
    somebody.post<Job>('/v1/tickets/bulk', { ticketIds, changes }, headers);

  /** The job once it is over. */
  const over = async (somebody: Client, { id }: Pick<Job, 'id'>): Promise<Job> => {
    for (;;) {
      const { body } = await somebody.get<Job>(`/v1/bulk-jobs/${id}`);
      if (body.state !== 'running') return body;
      await pause(20);
    }
  };

  test('is accepted at once, and tells afterwards what came of each ticket', async () => {
    const ids = mine.map(({ id }) => id);
    const accepted = await ask(desk.as('ben'), ids, {
      priority: 'urgent',
      step: 'claim',
      addTags: ['outage'],
    });
    expect(accepted).toMatchObject({ status: 202, body: { state: 'running', total: 2, done: 0 } });
    expect(accepted.headers.get('location')).toBe(`/v1/bulk-jobs/${accepted.body.id}`);
    const job = await over(desk.as('ben'), accepted.body);
    expect(job).toMatchObject({ state: 'done', total: 2, done: 2, finishedAt: expect.any(String) });
    for (const [index, ticket] of mine.entries()) {
      const now = await seenBy(desk.as('ben'), ticket);
      expect(now).toMatchObject({ priority: 'urgent', assigneeId: ben.id, tags: ['outage'] });
      expect(job.results[index]).toEqual({
        ...{ ticketId: ticket.id, outcome: 'changed', version: now.version, code: null },
      });
    }
  });

  test('lets them wait until a moment, and then for good', async () => {
    const ids = mine.map(({ id }) => id);
    for (const changes of [
      { status: 'pending', waitUntil: '9999-12-31T00:00:00.000Z' },
      { waitUntil: null },
    ]) {
      await over(desk.as('ben'), (await ask(desk.as('ben'), ids, changes)).body);
      expect(await seenBy(desk.as('ben'), mine[1])).toMatchObject({ status: 'pending', ...changes });
    }
  });

  test('refuses each ticket as it would be refused alone, the hidden ones like missing ones', async () => {
    const [first, second] = mine;
    await desk.as('ben').post(`/v1/tickets/${first.id}/claim`);
    const { body } = await ask(desk.as('carla'), [first.id, hidden.id, missing, second.id], {
      step: 'claim',
    });
    const customers = await over(desk.as('carla'), body);
    expect(customers.results.map(({ code }) => code)).toEqual([
      ...['not-permitted', 'not-found', 'not-found', 'not-permitted'],
    ]);
    const hers = await ask(desk.as('lena'), [first.id, second.id], { step: 'claim' });
    const { results } = await over(desk.as('lena'), hers.body);
    expect(results.map(({ outcome, code }) => code ?? outcome)).toEqual(['already-claimed', 'changed']);
  });

  test('changes a ticket once, however often it is named or the request is repeated', async () => {
    const [{ id }] = mine;
    const headers = { 'idempotency-key': `bulk-${id}` };
    const first = await ask(desk.as('ben'), [id, id.toUpperCase(), id], { addTags: ['once'] }, headers);
    const again = await ask(desk.as('ben'), [id, id.toUpperCase(), id], { addTags: ['once'] }, headers);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect([first.body.total, again.body.id]).toEqual([1, first.body.id]);
    await over(desk.as('ben'), first.body);
    const facts = await factsFor(desk.as('ben'), { id });
    expect(facts.filter(({ type }) => type === 'tags-changed')).toHaveLength(1);
  });

  test("a customer's own tickets show them the versions that are theirs", async () => {
    const [ticket] = mine;
    await desk.as('ben').post(`/v1/tickets/${ticket.id}/messages`, { body: 'Watch out', kind: 'internal' });
    const { body } = await ask(desk.as('carla'), [ticket.id], { status: 'solved' });
    const { results } = await over(desk.as('carla'), body);
    const { version, status } = await seenBy(desk.as('carla'), ticket);
    expect([status, results[0]?.version]).toEqual(['solved', version]);
  });

  test('can be cancelled, which no later answer takes back', async () => {
    const { body } = await ask(desk.as('ben'), [mine[0].id], { priority: 'high' });
    const cancelled = await desk.as('ben').delete<Job>(`/v1/bulk-jobs/${body.id}`);
    expect(cancelled.status).toBe(200);
    expect(['cancelled', 'done']).toContain(cancelled.body.state);
    expect(await over(desk.as('ben'), body)).toEqual(cancelled.body);
  });

  test('is found again in the list of one’s own, the newest first, page by page', async () => {
    const jobs: string[] = [];
    for (let count = 0; count < 3; count += 1)
      jobs.unshift((await ask(desk.as('bea'), [mine[0].id], { addTags: [`no-${count}`] })).body.id);
    await ask(desk.as('ben'), [mine[0].id], { addTags: ['not hers'] });
    const list = async (query: string) =>
      (await desk.as('bea').get<PageBody<Omit<Job, 'results'>>>(`/v1/bulk-jobs?${query}`)).body;
    const first = await list('limit=2');
    expect(first.items.map(({ id }) => id)).toEqual(jobs.slice(0, 2));
    expect(first.items[0]).toMatchObject({ total: 1 });
    expect(first.items[0]).not.toHaveProperty('results');
    const second = await list(`limit=2&cursor=${first.nextCursor}`);
    expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([jobs.slice(2), null]);
    expect(await desk.as('ben').get(`/v1/bulk-jobs?cursor=${first.nextCursor}`)).toMatchObject({
      status: 422,
      body: { code: 'invalid-cursor' },
    });
  });

  test('wants one change that makes sense, and one to a thousand tickets', async () => {
    const [{ id }] = mine;
    const somebody = desk.as('ben');
    const errorsOf = async (ids: readonly string[], changes: object) => {
      const { status, body } = await ask(somebody, ids, changes);
      const { errors = [] } = body as unknown as { errors?: readonly { path: string; code: string }[] };
      return [status, ...errors.map(({ path, code }) => `${path} ${code}`)];
    };
    expect(await errorsOf([], { priority: 'low' })).toEqual([422, 'ticketIds too-short']);
    expect(await errorsOf(Array(1001).fill(id), { priority: 'low' })).toEqual([422, 'ticketIds too-long']);
    expect(await errorsOf(Array(1000).fill(id), {})).toEqual([422, 'changes empty']);
    expect(await errorsOf([id], { step: 'claim', assigneeId: ben.id })).toEqual([
      ...[422, 'changes.assigneeId ambiguous'],
    ]);
    expect(await errorsOf([id], { step: 'close', status: 'open' })).toEqual([
      422,
      'changes.status ambiguous',
    ]);
    expect(await errorsOf([id], { tags: [], addTags: ['a'], removeTags: ['b'] })).toEqual([
      ...[422, 'changes.addTags ambiguous', 'changes.removeTags ambiguous'],
    ]);
  });

  test('is gone seven days after it has ended', async () => {
    const { body } = await ask(desk.as('ben'), [mine[0].id], { priority: 'low' });
    await over(desk.as('ben'), body);
    const sweeper = resolve(desk.hexdesk.container, tokens.sweeper);
    const now = desk.clock.now();
    await sweeper.sweep(new Date(now.getTime() + days(7) - hours(1)));
    expect((await desk.as('ben').get(`/v1/bulk-jobs/${body.id}`)).status).toBe(200);
    await sweeper.sweep(new Date(now.getTime() + days(7) + hours(1)));
    expect((await desk.as('ben').get(`/v1/bulk-jobs/${body.id}`)).status).toBe(404);
  });
});
