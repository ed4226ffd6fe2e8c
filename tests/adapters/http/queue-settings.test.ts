import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { PageBody, ProblemBody, TicketBody } from '../../support/http/bodies.ts';
import { at, raisedBy, threadFor } from '../../support/http/stories.ts';
import { billing, shipping } from '../../support/queues.ts';

type QueueBody = { readonly id: string; readonly name: string; readonly isArchived: boolean };

eachEngine('The settings of a queue', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const made = async (name: string, rules: object = {}): Promise<string> => {
    const queue = await desk.as('ada').post<QueueBody>('/v1/queues', { name, ...rules });
    expect(queue.headers.get('etag')).toBe('"1"');
    return queue.body.id;
  };
  const revise = (id: string, revision: object, headers = {}) =>
    desk.as('ada').patch<QueueBody & ProblemBody>(`/v1/queues/${id}`, revision, headers);

  test('take effect at once: priority, acknowledgement, reopen window, follow-ups', async () => {
    const queueId = await made('Returns');
    const first = await raisedBy(desk.as('carla'), { queueId });
    expect(first.priority).toBe('normal');
    const revised = await revise(queueId, {
      defaultPriority: 'urgent',
      acknowledgement: 'We pick it up tomorrow.',
      reopenWindowDays: 0,
      followUpPolicy: 'refuse',
    });
    expect(revised).toMatchObject({ status: 200, body: { name: 'Returns', defaultPriority: 'urgent' } });

    const second = await raisedBy(desk.as('carla'), { queueId });
    expect(second.priority).toBe('urgent');
    expect((await threadFor(desk.as('carla'), second)).at(-1)).toMatchObject({
      automatic: true,
      body: 'We pick it up tomorrow.',
    });
    for (const ticket of [first, second]) {
      await desk.as('carla').patch(at(ticket), { status: 'solved' });
      desk.clock.advance(1000);
      expect(await desk.as('carla').post(`${at(ticket)}/reopen`)).toMatchObject({
        status: 409,
        body: { code: 'reopen-window-over', windowDays: 0 },
      });
      await desk.as('ada').post(`${at(ticket)}/close`);
      expect(await desk.as('carla').post(`${at(ticket)}/messages`, { body: 'Hello?' })).toMatchObject({
        status: 409,
        body: { code: 'ticket-closed' },
      });
    }

    await revise(queueId, { acknowledgement: null });
    const silent = await raisedBy(desk.as('carla'), { queueId });
    expect(await threadFor(desk.as('carla'), silent)).toHaveLength(1);
  });

  test('say when solved tickets close by themselves, or that they never do', async () => {
    const queueId = await made('Archive', { autoCloseDays: null });
    const read = async () => (await desk.as('ada').get<QueueBody>(`/v1/queues/${queueId}`)).body;
    expect(await read()).toMatchObject({ autoCloseDays: null });
    expect(await revise(queueId, { name: 'Archives' })).toMatchObject({ body: { autoCloseDays: null } });
    expect(await revise(queueId, { autoCloseDays: 30 })).toMatchObject({ body: { autoCloseDays: 30 } });
    expect(await read()).toMatchObject({ autoCloseDays: 30 });
    expect((await revise(queueId, { autoCloseDays: -1 })).status).toBe(422);
    const usual = await made('Usual');
    expect(await revise(usual, { autoCloseDays: null })).toMatchObject({ body: { autoCloseDays: null } });
  });

  test('are changed by one of two who read the same version', async () => {
    const queueId = await made('Races');
    const both = await Promise.all(
      ['Fast', 'Slow'].map((name) => revise(queueId, { name }, { 'if-match': '"1"' })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect(both.find(({ status }) => status === 412)?.body).toMatchObject({
      code: 'version-mismatch',
      version: 2,
    });
    const read = await desk.as('ada').get<QueueBody>(`/v1/queues/${queueId}`);
    expect(read.headers.get('etag')).toBe('"2"');
    expect((await revise(queueId, { name: read.body.name })).headers.get('etag')).toBe('"2"');
    const audit = await desk.as('ada').get<PageBody<unknown>>('/v1/audit?action=queue-changed&limit=1');
    expect(audit.body.items).toMatchObject([{ before: { name: 'Races' }, after: { name: read.body.name } }]);
  });

  test('are not what another queue is called', async () => {
    const queueId = await made('Unique');
    expect(await revise(queueId, { name: 'shipping' })).toMatchObject({
      status: 409,
      body: { code: 'name-taken' },
    });
  });

  test('leave a place for what names no queue', async () => {
    const queues = await desk.as('ada').get<PageBody<QueueBody>>('/v1/queues');
    const support = queues.body.items.find(({ name }) => name === 'Support')?.id ?? '';
    expect(await revise(support, { name: 'Help' })).toMatchObject({ body: { code: 'default-queue' } });
    expect(await desk.as('ada').delete(`/v1/queues/${support}`)).toMatchObject({
      status: 409,
      body: { code: 'default-queue' },
    });
    expect((await revise(support, { reopenWindowDays: 3 })).status).toBe(200);
  });

  test('archive a queue: nothing comes into it, what is in it goes on', async () => {
    const queueId = await made('Old');
    const inside = await raisedBy(desk.as('carla'), { queueId });
    const outside = await raisedBy(desk.as('carla'), { queueId: shipping.id });
    expect(await desk.as('ada').delete(`/v1/queues/${queueId}`)).toMatchObject({
      status: 200,
      body: { isArchived: true },
    });

    const archived = { status: 422, body: { errors: [{ path: 'queueId', code: 'queue-archived' }] } };
    const wanted = { subject: 'Charged twice', body: 'Please help', queueId };
    expect(await desk.as('carla').post('/v1/tickets', wanted)).toMatchObject(archived);
    expect(await desk.as('ada').patch(at(outside), { queueId })).toMatchObject(archived);
    expect((await desk.as('ada').patch(at(inside), { queueId, priority: 'high' })).status).toBe(200);
    expect((await desk.as('carla').post(`${at(inside)}/messages`, { body: 'Still there' })).status).toBe(201);
    const away = await desk.as('ada').patch<TicketBody>(at(inside), { queueId: billing.id });
    expect(away.body.queueId).toBe(billing.id);

    await revise(queueId, { isArchived: false });
    expect((await desk.as('carla').post('/v1/tickets', wanted)).status).toBe(201);
  });
});
