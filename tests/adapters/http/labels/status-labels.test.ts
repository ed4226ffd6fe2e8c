import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { PageBody, SummaryBody, TicketBody } from '../../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy } from '../../../support/http/stories.ts';

type Label = { readonly id: string; readonly name: string; readonly isArchived: boolean };

eachEngine('Status labels', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const make = (name: string, status = 'on-hold') =>
    desk.as('ada').post<Label>('/v1/status-labels', { name, status });
  const revise = (id: string, revision: object, headers = {}) =>
    desk.as('ada').patch<Label>(`/v1/status-labels/${id}`, revision, headers);
  const change = (ticket: TicketBody, revision: object, who: 'ben' | 'carla' = 'ben') =>
    desk.as(who).patch<TicketBody>(at(ticket), revision);

  test('are made by admins, read by everybody, and told of in the audit', async () => {
    const made = await make('Waiting for parts');
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Waiting for parts', status: 'on-hold', isArchived: false },
    });
    expect((await desk.as('carla').get(made.headers.get('location') ?? '')).body).toEqual(made.body);
    const listed = await desk.as('carla').get<PageBody<Label>>('/v1/status-labels');
    expect(listed.body.items).toContainEqual(made.body);
    const audit = await desk.as('ada').get<PageBody<unknown>>('/v1/audit?action=status-label-made&limit=1');
    expect(audit.body.items).toMatchObject([{ after: { name: 'Waiting for parts' } }]);
  });

  test('have one name each for a status, and are renamed by one of two at once', async () => {
    const { id } = (await make('Ordered')).body;
    expect(await make('ORDERED')).toMatchObject({ status: 409, body: { code: 'name-taken' } });
    expect(await make('Ordered', 'pending')).toMatchObject({ status: 201 });
    const both = await Promise.all(
      ['Fast', 'Slow'].map((name) => revise(id, { name }, { 'if-match': '"1"' })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect(await revise(id, { status: 'open' })).toMatchObject({ status: 422 });
    expect(await make('Put away', 'closed')).toMatchObject({ status: 422 });
  });

  test('say more of a status to everybody, until it moves', async () => {
    const { id } = (await make('Customs')).body;
    const ticket = await raisedBy(desk.as('carla'));
    const held = await change(ticket, { status: 'on-hold', statusLabelId: id });
    expect(held.body).toMatchObject({ status: 'on-hold', statusLabelId: id });
    expect(await seenBy(desk.as('carla'), ticket)).toMatchObject({ statusLabelId: id });
    const listed = await desk.as('carla').get<PageBody<SummaryBody>>('/v1/tickets?status=on-hold');
    expect(listed.body.items.find((item) => item.id === ticket.id)).toMatchObject({ statusLabelId: id });
    expect((await factsFor(desk.as('carla'), ticket)).at(-1)).toMatchObject({
      type: 'status-label-changed',
      data: { before: null, after: id },
      changes: { statusLabelId: { before: null, after: id } },
    });
    const opened = await change(ticket, { status: 'open' });
    expect(opened.body).toMatchObject({ status: 'open', statusLabelId: null });
    expect(await seenBy(desk.as('carla'), ticket)).toMatchObject({ statusLabelId: null });
    expect((await factsFor(desk.as('carla'), ticket)).at(-1)).toMatchObject({
      changes: { status: { after: 'open' }, statusLabelId: { before: id, after: null } },
    });
  });

  test('are refused where they do not fit, with nothing done', async () => {
    const { id } = (await make('Bank holiday')).body;
    const ticket = await raisedBy(desk.as('carla'));
    expect(await change(ticket, { priority: 'high', statusLabelId: id })).toMatchObject({
      status: 409,
      body: { code: 'status-label-unfit', state: 'new', labels: 'on-hold' },
    });
    expect(await change(ticket, { statusLabelId: ticket.id })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'statusLabelId', code: 'unknown-status-label' }] },
    });
    await revise(id, { isArchived: true });
    expect(await change(ticket, { status: 'on-hold', statusLabelId: id })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'statusLabelId', code: 'status-label-archived' }] },
    });
    expect(await change(ticket, { statusLabelId: id }, 'carla')).toMatchObject({ status: 403 });
    expect(await seenBy(desk.as('ben'), ticket)).toMatchObject({
      priority: 'normal',
      version: ticket.version,
    });
  });

  test('are taken away by hand', async () => {
    const { id } = (await make('Triage', 'new')).body;
    const ticket = await raisedBy(desk.as('carla'));
    expect((await change(ticket, { statusLabelId: id })).body).toMatchObject({ statusLabelId: id });
    expect((await change(ticket, { statusLabelId: null })).body).toMatchObject({ statusLabelId: null });
  });
});
