import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { ProblemBody, TicketBody } from '../../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy } from '../../../support/http/stories.ts';

type Made = { readonly id: string };
type Job = Made & { readonly state: string; readonly results: readonly { readonly code: string | null }[] };

eachEngine('Categories and tags by macro and by bulk job', (engine) => {
  let desk: Desk;
  let ticket: TicketBody;
  let categoryId: string;
  let archivedId: string;
  let macros = 0;
  beforeAll(async () => {
    desk = await startDesk(engine);
    categoryId = (await desk.as('ada').post<Made>('/v1/categories', { name: 'Money' })).body.id;
    archivedId = (await desk.as('ada').post<Made>('/v1/categories', { name: 'Fax' })).body.id;
    await desk.as('ada').patch(`/v1/categories/${archivedId}`, { isArchived: true });
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    ticket = await raisedBy(desk.as('carla'));
  });

  const apply = async (...actions: readonly object[]) => {
    macros += 1;
    const macro = { name: `Sort it ${macros}`, scope: 'own', actions };
    const { id } = (await desk.as('ben').post<Made>('/v1/macros', macro)).body;
    return desk.as('ben').post<TicketBody & ProblemBody>(`${at(ticket)}/macros`, { macroId: id });
  };
  const changed = async (changes: object): Promise<Job> => {
    const wanted = { ticketIds: [ticket.id], changes };
    const { id } = (await desk.as('ben').post<Made>('/v1/tickets/bulk', wanted)).body;
    for (;;) {
      const { body } = await desk.as('ben').get<Job>(`/v1/bulk-jobs/${id}`);
      if (body.state !== 'running') return body;
      await pause(20);
    }
  };

  test('a macro says what a ticket is about, and takes that away', async () => {
    const applied = await apply({ type: 'set-category', categoryId });
    expect(applied).toMatchObject({ status: 200, body: { categoryId } });
    expect((await apply({ type: 'set-category', categoryId: null })).body).toMatchObject({
      categoryId: null,
    });
  });

  test('a macro shows its actions as they were sent', async () => {
    const actions = [
      { type: 'set-category', categoryId },
      { type: 'add-tags', tags: ['vip'] },
    ];
    const made = await desk.as('ben').post('/v1/macros', { name: 'Shown', scope: 'own', actions });
    expect(made).toMatchObject({ status: 201, body: { actions } });
  });

  test('a macro with an archived category does nothing, and says at which place that stands', async () => {
    const before = await factsFor(desk.as('ada'), ticket);
    const actions = [
      { type: 'set-priority', priority: 'high' },
      { type: 'set-category', categoryId: archivedId },
    ];
    expect(await apply(...actions)).toMatchObject({
      status: 422,
      body: { step: 1, errors: [{ path: 'categoryId', code: 'category-archived' }] },
    });
    expect(await factsFor(desk.as('ada'), ticket)).toEqual(before);
  });

  test('a macro adds tags beside those there are, up to as many as a ticket may have', async () => {
    await desk.as('ben').patch(at(ticket), { tags: ['vip', 'march'] });
    const add = { type: 'add-tags', tags: ['refund', 'vip'] };
    expect((await apply(add)).body).toMatchObject({ tags: ['vip', 'march', 'refund'] });
    const many = Array.from({ length: 49 }, (_, count) => `tag-${count}`);
    await desk.as('ben').patch(at(ticket), { tags: many });
    expect(await apply(add)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'macroId', code: 'too-many-tags' }] },
    });
    expect((await seenBy(desk.as('ben'), ticket)).tags).toEqual(many);
  });

  test('a job says what tickets are about, or why it cannot', async () => {
    expect((await changed({ categoryId })).results).toMatchObject([{ outcome: 'changed' }]);
    expect(await seenBy(desk.as('ben'), ticket)).toMatchObject({ categoryId });
    expect((await changed({ categoryId: archivedId })).results).toMatchObject([
      { code: 'category-archived' },
    ]);
    expect((await changed({ categoryId: null })).results).toMatchObject([{ outcome: 'changed' }]);
    expect(await seenBy(desk.as('ben'), ticket)).toMatchObject({ categoryId: null });
  });
});
