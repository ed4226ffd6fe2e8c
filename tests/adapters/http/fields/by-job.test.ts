import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { TicketBody } from '../../../support/http/bodies.ts';
import { raisedBy, seenBy } from '../../../support/http/stories.ts';

type Made = { readonly id: string };
type Job = Made & { readonly state: string; readonly results: readonly { readonly code: string | null }[] };

eachEngine('Custom fields and status labels by bulk job', (engine) => {
  let desk: Desk;
  let ticket: TicketBody;
  let label: string;
  beforeAll(async () => {
    desk = await startDesk(engine);
    await desk.as('ada').post('/v1/custom-fields', { key: 'cost', name: 'Cost', type: 'number' });
    label = (await desk.as('ada').post<Made>('/v1/status-labels', { name: 'Ordered', status: 'on-hold' }))
      .body.id;
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    ticket = await raisedBy(desk.as('carla'));
    await desk.as('ben').post(`/v1/tickets/${ticket.id}/messages`, { body: 'Let me see' });
  });

  const changed = async (changes: object): Promise<Job> => {
    const wanted = { ticketIds: [ticket.id], changes };
    const { id } = (await desk.as('ben').post<Made>('/v1/tickets/bulk', wanted)).body;
    for (;;) {
      const { body } = await desk.as('ben').get<Job>(`/v1/bulk-jobs/${id}`);
      if (body.state !== 'running') return body;
      await pause(20);
    }
  };
  const codes = async (changes: object) => (await changed(changes)).results.map(({ code }) => code);
  const now = () => seenBy(desk.as('ben'), ticket);

  test('are given and taken away', async () => {
    expect(await codes({ customFields: { cost: 12.5 } })).toEqual([null]);
    expect((await now()).customFields).toEqual({ cost: 12.5 });
    expect(await codes({ status: 'on-hold', statusLabelId: label })).toEqual([null]);
    expect(await now()).toMatchObject({ status: 'on-hold', statusLabelId: label });
    expect(await codes({ statusLabelId: null, customFields: { cost: null } })).toEqual([null]);
    expect(await now()).toMatchObject({ statusLabelId: null, customFields: {} });
  });

  test('are refused where they do not fit, and then nothing of the ticket is changed', async () => {
    const before = await now();
    const urgent = { priority: 'urgent' };
    expect(await codes({ ...urgent, customFields: { cost: 'much' } })).toEqual(['custom-fields-unfit']);
    expect(await codes({ ...urgent, customFields: { price: 1 } })).toEqual(['custom-fields-unfit']);
    expect(await codes({ ...urgent, statusLabelId: label })).toEqual(['status-label-unfit']);
    expect(await now()).toEqual(before);
  });
});
