import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { PageBody, ProblemBody } from '../../../support/http/bodies.ts';
import { billing, shipping } from '../../../support/queues.ts';

type TicketBody = ProblemBody & {
  readonly id: string;
  readonly queueId: string;
  readonly categoryId: string | null;
  readonly priority: string;
  readonly version: number;
};
type EntryBody = { readonly type: string; readonly data: unknown; readonly changes: unknown };

eachEngine('The category of a ticket', (engine) => {
  let desk: Desk;
  let money: string;
  let refunds: string;
  let archived: string;

  beforeAll(async () => {
    desk = await startDesk(engine);
    money = await make({ name: 'Money', defaultQueueId: billing.id, defaultPriority: 'low' });
    refunds = await make({ name: 'Refunds', parentId: money, defaultPriority: 'high' });
    archived = await make({ name: 'Fax', parentId: money });
    await desk.as('ada').patch(`/v1/categories/${archived}`, { isArchived: true });
  });
  afterAll(() => desk.close());

  const make = async (category: object): Promise<string> =>
    (await desk.as('ada').post<{ id: string }>('/v1/categories', category)).body.id;
  const open = (wanted: object, who: 'carla' | 'ben' = 'carla') =>
    desk.as(who).post<TicketBody>('/v1/tickets', { subject: 'Help', body: 'Please help', ...wanted });
  const revise = (id: string, revision: object, who: 'carla' | 'ben' = 'ben') =>
    desk.as(who).patch<TicketBody>(`/v1/tickets/${id}`, revision);

  test('brings a new ticket into its queue, as pressing as it says or the nearest it is part of', async () => {
    expect(await open({ categoryId: money })).toMatchObject({
      status: 201,
      body: { categoryId: money, queueId: billing.id, priority: 'low' },
    });
    expect((await open({ categoryId: refunds })).body).toMatchObject({
      ...{ categoryId: refunds, queueId: billing.id, priority: 'high' },
    });
  });

  test('gives way to the queue and the priority that a request names', async () => {
    const named = { categoryId: refunds, queueId: billing.id, priority: 'urgent' };
    expect((await open(named, 'ben')).body).toMatchObject({ queueId: billing.id, priority: 'urgent' });
    expect((await open({ categoryId: refunds, queueId: shipping.id })).body.queueId).toBe(shipping.id);
  });

  test('passes over a default queue that was archived since', async () => {
    const returns = (await desk.as('ada').post<{ id: string }>('/v1/queues', { name: 'Returns' })).body.id;
    const parcels = await make({ name: 'Parcels', parentId: money, defaultQueueId: returns });
    expect((await open({ categoryId: parcels })).body.queueId).toBe(returns);
    await desk.as('ada').patch(`/v1/queues/${returns}`, { isArchived: true });
    expect((await open({ categoryId: parcels })).body.queueId).toBe(billing.id);
  });

  test('is never one that does not exist or is archived', async () => {
    const { id } = (await open({ queueId: billing.id })).body;
    for (const [categoryId, code] of [
      [archived, 'category-archived'],
      [billing.id, 'unknown-category'],
    ]) {
      const no = { status: 422, body: { errors: [{ path: 'categoryId', code }] } };
      expect(await open({ categoryId })).toMatchObject(no);
      expect(await revise(id, { categoryId })).toMatchObject(no);
    }
  });

  test('is changed by staff, which its requester sees and the history tells', async () => {
    const { id } = (await open({ categoryId: money })).body;
    const changed = await revise(id, { categoryId: refunds });
    expect(changed).toMatchObject({
      status: 200,
      body: { categoryId: refunds, queueId: billing.id, priority: 'low' },
    });
    const seen = await desk.as('carla').get<TicketBody>(`/v1/tickets/${id}`);
    expect(seen.body.categoryId).toBe(refunds);
    const { items } = (await desk.as('carla').get<PageBody<EntryBody>>(`/v1/tickets/${id}/facts`)).body;
    expect(items.at(-1)).toMatchObject({
      type: 'category-changed',
      data: { before: money, after: refunds },
      changes: { categoryId: { before: money, after: refunds } },
    });
    expect(items[0]).toMatchObject({ type: 'ticket-opened', data: { categoryId: money } });
    expect((await revise(id, { categoryId: null })).body.categoryId).toBeNull();
  });

  test('is not for its requester to change', async () => {
    const { id } = (await open({ categoryId: money })).body;
    const no = { status: 403, body: { code: 'not-permitted', permission: 'ticket:triage' } };
    expect(await revise(id, { categoryId: refunds }, 'carla')).toMatchObject(no);
    expect(await revise(id, { categoryId: archived }, 'carla')).toMatchObject(no);
  });

  test('stays when it is archived, and naming it again changes nothing', async () => {
    const old = await make({ name: 'Cheques' });
    const { id } = (await open({ categoryId: old, queueId: billing.id })).body;
    await desk.as('ada').patch(`/v1/categories/${old}`, { isArchived: true });
    const { version } = (await desk.as('ben').get<TicketBody>(`/v1/tickets/${id}`)).body;
    expect(await revise(id, { categoryId: old })).toMatchObject({
      status: 200,
      body: { categoryId: old, version },
    });
    expect((await revise(id, { categoryId: null })).body.categoryId).toBeNull();
    expect((await revise(id, { categoryId: old })).status).toBe(422);
  });

  test('narrows lists down to what is about it itself', async () => {
    const top = await make({ name: 'Devices' });
    const part = await make({ name: 'Phones', parentId: top });
    const { id } = (await open({ categoryId: top, queueId: billing.id })).body;
    await open({ categoryId: part, queueId: billing.id });
    for (const who of ['carla', 'ben'] as const) {
      for (const sort of ['-updatedAt', '-openedAt', 'waiting', 'number']) {
        const path = `/v1/tickets?categoryId=${top}&sort=${sort}`;
        const { items } = (await desk.as(who).get<PageBody<TicketBody>>(path)).body;
        expect(items).toMatchObject([{ id, categoryId: top }]);
      }
    }
  });
});
