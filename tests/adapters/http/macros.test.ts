import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { MessageBody, PageBody, TicketBody } from '../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy, threadFor } from '../../support/http/stories.ts';
import { bea, ben, lena, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';

type Shortcut = { readonly id: string; readonly name: string; readonly scope: string };
type Name = Parameters<Desk['as']>[0];

eachEngine('macros and canned replies', (engine) => {
  let desk: Desk;
  let ticket: TicketBody;
  let count = 0;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    ticket = await raisedBy(desk.as('carla'));
  });

  const keep = async (who: Name, facts: object, path = '/v1/macros'): Promise<Shortcut> => {
    count += 1;
    const made = await desk.as(who).post<Shortcut>(path, { name: `Kept ${count}`, scope: 'own', ...facts });
    if (made.status !== 201) throw new Error(made.text);
    return made.body;
  };
  const apply = (who: Name, { id }: Shortcut, facts: object = {}, headers = {}) =>
    desk.as(who).post<TicketBody>(`${at(ticket)}/macros`, { macroId: id, ...facts }, headers);
  const unchanged = async (work: () => Promise<void>): Promise<void> => {
    const before = await factsFor(desk.as('ada'), ticket);
    await work();
    expect(await factsFor(desk.as('ada'), ticket)).toEqual(before);
  };

  test('a macro does all it says in one step, in the words of whoever applies it', async () => {
    const macro = await keep('ben', {
      actions: [
        { type: 'set-priority', priority: 'high' },
        { type: 'set-tags', tags: ['refund', 'refund'] },
        { type: 'assign', assigneeId: 'me' },
        { type: 'note', text: 'Checked #{{ticket.number}}' },
        { type: 'reply', text: 'Hello {{requester.firstName}}, refunded. {{agent.name}}' },
        { type: 'set-status', status: 'solved' },
      ],
    });
    const applied = await apply('ben', macro, {}, { 'if-match': '"2"' });
    expect(applied).toMatchObject({
      status: 200,
      body: { priority: 'high', tags: ['refund'], assigneeId: ben.id, status: 'solved' },
    });
    expect(applied.headers.get('etag')).toBe(`"${applied.body.version}"`);
    const said = (await threadFor(desk.as('ben'), ticket)).slice(-2).map(({ kind, body }) => [kind, body]);
    expect(said).toEqual([
      ['internal', `Checked #${ticket.number}`],
      ['public', 'Hello Carla, refunded. Ben Example'],
    ]);
    const seqs = (await factsFor(desk.as('ada'), ticket)).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });

  test('a macro moves a ticket last, wherever it says so', async () => {
    const macro = await keep('ben', {
      actions: [
        { type: 'move', queueId: shipping.id },
        { type: 'set-priority', priority: 'urgent' },
      ],
    });
    expect((await apply('ben', macro)).body).toMatchObject({ queueId: shipping.id, priority: 'urgent' });
  });

  test('a macro that moves a ticket to a queue that hands out leaves it with somebody there', async () => {
    const revise = (assignment: string) => desk.as('ada').patch(`/v1/queues/${shipping.id}`, { assignment });
    await revise('round-robin');
    const macro = await keep('ben', { actions: [{ type: 'move', queueId: shipping.id }] });
    const { body } = await apply('ben', macro);
    expect(await seenBy(desk.as('ada'), body)).toMatchObject({ assigneeId: sam.id });
    await revise('manual');
  });

  test('a macro is refused whole, saying which action was', async () => {
    await desk.as('bea').post(`${at(ticket)}/claim`);
    const steal = await keep('ben', {
      actions: [
        { type: 'reply', text: 'Mine now' },
        { type: 'assign', assigneeId: 'me' },
      ],
    });
    const closing = await keep('ben', {
      actions: [
        { type: 'set-priority', priority: 'low' },
        { type: 'set-status', status: 'closed' },
      ],
    });
    const both = await keep('ben', {
      actions: [
        { type: 'set-status', status: 'closed' },
        { type: 'assign', assigneeId: 'me' },
      ],
    });
    const nowhere = await keep('ben', {
      actions: [
        { type: 'note', text: 'Away with it' },
        { type: 'move', queueId: ben.id },
      ],
    });
    await unchanged(async () => {
      expect(await apply('ben', steal)).toMatchObject({
        status: 403,
        body: { code: 'not-permitted', permission: 'ticket:steal', step: 1 },
      });
      expect(await apply('ben', closing)).toMatchObject({
        status: 409,
        body: { code: 'transition-not-allowed', to: 'closed', step: 1 },
      });
      // what nobody may do comes before what cannot be done now
      expect(await apply('ben', both)).toMatchObject({ status: 403, body: { step: 1 } });
      expect(await apply('ben', nowhere)).toMatchObject({ status: 422, body: { step: 1 } });
    });
    const lead = await keep('lena', { actions: [{ type: 'assign', assigneeId: 'me' }] });
    expect((await apply('lena', lead)).body.assigneeId).toBe(lena.id);
    const away = await keep('lena', { actions: [{ type: 'assign', assigneeId: 'none' }] });
    expect((await apply('lena', away)).body.assigneeId).toBeNull();
    const given = await keep('lena', { actions: [{ type: 'assign', assigneeId: bea.id }] });
    expect((await apply('lena', given)).body.assigneeId).toBe(bea.id);
  });

  test('a macro minds what its user has seen', async () => {
    const { version } = await seenBy(desk.as('ben'), ticket);
    const answer = await keep('ben', { actions: [{ type: 'reply', text: 'Try again' }] });
    await desk.as('carla').post(`${at(ticket)}/messages`, { body: 'It works again' });
    await unchanged(async () => {
      const refused = await apply('ben', answer, { lastSeenSeq: version });
      expect(refused).toMatchObject({ status: 409, body: { code: 'unseen-messages' } });
      expect((await apply('ben', answer, {}, { 'if-match': `"${version}"` })).status).toBe(412);
    });
    expect((await apply('ben', answer, { lastSeenSeq: version, force: true })).status).toBe(200);
  });

  test('a macro sent twice with one key is applied once', async () => {
    const macro = await keep('ben', { actions: [{ type: 'reply', text: 'Once' }] });
    const key = { 'idempotency-key': `macro-${count}` };
    const [first, second] = [await apply('ben', macro, {}, key), await apply('ben', macro, {}, key)];
    expect(second.body).toEqual(first.body);
    const thread = await threadFor(desk.as('ben'), ticket);
    expect(thread.filter(({ body }: MessageBody) => body === 'Once')).toHaveLength(1);
  });

  test('is kept for oneself, a queue or all staff, and by whoever may', async () => {
    const text = 'Hello';
    const path = '/v1/canned-replies';
    const own = await keep('ben', { text }, path);
    const ofBilling = await keep('lena', { text, scope: `queue:${billing.id}` }, path);
    const ofAll = await keep('ada', { text, scope: 'global' }, path);
    const listed = async (who: Name) =>
      (await desk.as(who).get<PageBody<Shortcut>>(`${path}?limit=100`)).body.items.map(({ id }) => id);
    expect(await listed('ben')).toEqual([own.id, ofBilling.id, ofAll.id]);
    expect(await listed('sam')).toEqual([ofAll.id]);
    expect(await listed('lena')).toEqual([ofBilling.id, ofAll.id]);
    expect((await desk.as('ada').get(`${path}/${own.id}`)).status).toBe(404);
    for (const scope of ['global', `queue:${billing.id}`]) {
      const refused = await desk.as('ben').post(path, { name: 'Mine for all', scope, text });
      expect(refused).toMatchObject({ status: 403, body: { permission: 'macro:manage' } });
    }
    expect(
      (await desk.as('lena').post(path, { name: 'X', scope: `queue:${shipping.id}`, text })).status,
    ).toBe(403);
    expect((await desk.as('ada').post(path, { name: 'X', scope: `queue:${ben.id}`, text })).status).toBe(422);
    expect((await desk.as('ben').delete(`${path}/${ofAll.id}`)).status).toBe(403);
    const taken = await desk.as('ben').post(path, { name: own.name.toUpperCase(), scope: 'own', text });
    expect(taken).toMatchObject({ status: 409, body: { code: 'name-taken' } });
    const revised = await desk
      .as('lena')
      .patch(`${path}/${ofBilling.id}`, { text: 'Hi {{agent.firstName}}' });
    expect(revised.body).toMatchObject({ name: ofBilling.name, text: 'Hi {{agent.firstName}}' });
    const preview = `${at(ticket)}/canned-replies/${ofBilling.id}`;
    expect((await desk.as('ben').get(preview)).body).toEqual({ text: 'Hi Ben' });
    expect((await desk.as('carla').get(preview)).status).toBe(403);
    expect((await desk.as('ben').delete(`${path}/${own.id}`)).status).toBe(204);
    expect((await desk.as('ben').get(`${path}/${own.id}`)).status).toBe(404);
  });

  test('of another queue does not exist on a ticket', async () => {
    const actions = [{ type: 'note', text: 'For shipping' }];
    const macro = await keep('ada', { actions, scope: `queue:${shipping.id}` });
    const refused = await apply('ada', macro);
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'macroId', code: 'unknown-macro' }] },
    });
    expect((await desk.as('ada').get(`${at(ticket)}/macros/${macro.id}`)).status).toBe(404);
  });

  test('shows what it would do, and does nothing', async () => {
    const actions = [
      { type: 'reply', text: 'About {{ticket.subject}}' },
      { type: 'assign', assigneeId: 'me' },
    ];
    const macro = await keep('ben', { actions });
    await unchanged(async () => {
      const preview = await desk.as('ben').get(`${at(ticket)}/macros/${macro.id}`);
      expect(preview.body).toEqual({ actions: [{ type: 'reply', text: 'About Charged twice' }, actions[1]] });
    });
  });

  test('names only variables that there are, all of them known to the requester', async () => {
    const named = { name: 'Sly', scope: 'own' };
    for (const variable of [
      'ticket.priority',
      'ticket.tags',
      'requester.email',
      'agent.id',
      '',
      '__proto__',
    ]) {
      const text = `Hello {{${variable}}}`;
      const canned = await desk.as('ben').post('/v1/canned-replies', { ...named, text });
      expect(canned).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'text', code: 'unknown-variable' }] },
      });
      const macro = await desk.as('ben').post('/v1/macros', { ...named, actions: [{ type: 'reply', text }] });
      expect(macro).toMatchObject({ status: 422, body: { errors: [{ code: 'unknown-variable' }] } });
    }
  });
});
