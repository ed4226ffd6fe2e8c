import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { days } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { TicketBody } from '../../support/http/bodies.ts';
import type { Client } from '../../support/http/client.ts';
import { emailOf } from '../../support/http/sign-ins.ts';
import { at, factsFor, raisedBy, seenBy, threadFor, ticketsOf } from '../../support/http/stories.ts';
import { nothingIsDue } from '../../support/nothing-is-due.ts';
import { carla } from '../../support/people.ts';
import { shipping } from '../../support/queues.ts';

const canary = 'canary: she is difficult';

eachEngine('merging tickets', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine, { rewire: nothingIsDue });
  });
  afterAll(() => desk.close());

  const merge = (by: Client, source: TicketBody, survivor: Pick<TicketBody, 'id'>) =>
    by.post<TicketBody>(`${at(source)}/merge`, { into: survivor.id });
  const undo = (by: Client, source: TicketBody) => by.post<TicketBody>(`${at(source)}/merge/undo`);
  const say = (by: Client, ticket: TicketBody, body: string, kind = 'public') =>
    by.post(`${at(ticket)}/messages`, { body, kind });
  const said = async (by: Client, ticket: TicketBody) =>
    (await threadFor(by, ticket)).filter(({ automatic }) => !automatic).map(({ body }) => body);

  /** Carla's ticket, with a note and a tag, went into dora's. */
  const merged = async () => {
    const source = await raisedBy(desk.as('carla'), { body: 'Hello from carla' });
    const survivor = await raisedBy(desk.as('dora'), { body: 'Hello from dora' });
    await say(desk.as('ben'), source, canary, 'internal');
    await desk.as('ben').patch(at(source), { tags: ['refund'] });
    const before = await seenBy(desk.as('ben'), source);
    const answer = await merge(desk.as('ben'), source, survivor);
    return { source, survivor, before, answer };
  };

  test('brings messages, people and tags to the survivor', async () => {
    const { source, survivor, answer } = await merged();
    expect(answer).toMatchObject({
      status: 200,
      body: { id: survivor.id, status: 'new', participantIds: [carla.id], tags: ['refund'] },
    });
    expect(answer.headers.get('etag')).toBe(`"${answer.body.version}"`);
    expect(answer.body).toEqual(await seenBy(desk.as('ben'), survivor));
    const everything = ['Hello from dora', 'Hello from carla'];
    expect(await said(desk.as('ben'), survivor)).toEqual([...everything, canary]);
    for (const customer of ['carla', 'dora'] as const)
      expect(await said(desk.as(customer), survivor)).toEqual(everything);
    const [, , moved] = await threadFor(desk.as('ben'), survivor);
    expect(moved).toMatchObject({ ticketId: survivor.id, authorId: carla.id, createdAt: source.openedAt });
    expect(await ticketsOf(desk.as('ben'))).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: source.id, status: 'merged' })]),
    );
  });

  test('shows no customer a note that went along, nor a hole where it is', async () => {
    const { survivor } = await merged();
    for (const customer of ['carla', 'dora'] as const) {
      const answer = await desk.as(customer).get(`${at(survivor)}/facts?limit=100`);
      expect(answer.text).not.toContain('canary');
      const facts = await factsFor(desk.as(customer), survivor);
      expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, index) => index + 1));
      expect(facts.map(({ type }) => type)).not.toContain('note-taken-over');
      expect(facts.at(-1)?.seq).toBe((await seenBy(desk.as(customer), survivor)).version);
    }
  });

  test('leads whoever comes to the source to the same place of the survivor', async () => {
    const { source, survivor } = await merged();
    const ben = desk.as('ben');
    for (const path of [
      '',
      '?include=messages',
      '/messages?limit=5',
      '/participants',
      '/links',
      '/read-marker',
    ]) {
      const answer = await ben.get(`${at(source)}${path}`);
      expect([path, answer.status, answer.headers.get('location')]).toEqual([
        path,
        308,
        `${at(survivor)}${path}`,
      ]);
      expect(answer.body).toMatchObject({ code: 'ticket-merged', status: 308 });
    }
    const written = await say(desk.as('carla'), source, 'Anybody there?');
    expect([written.status, written.headers.get('location')]).toEqual([308, `${at(survivor)}/messages`]);
    for (const step of ['claim', 'release', 'steal', 'close', 'reopen']) {
      const answer = await desk.as('lena').post(`${at(source)}/${step}`);
      expect(answer.headers.get('location')).toBe(`${at(survivor)}/${step}`);
    }
    expect((await ben.patch(at(source), { priority: 'high' })).status).toBe(308);
    expect((await ben.delete(at(source))).status).toBe(308);
    const old = await ben.patch(at(source), { status: 'solved' }, { 'if-match': '"1"' });
    expect(old.headers.get('location')).toBe(at(survivor));
    const marked = await ben.put(`${at(source)}/read-marker`, { seq: 1 });
    expect(marked.headers.get('location')).toBe(`${at(survivor)}/read-marker`);
    const byNumber = await ben.get(`/v1/tickets/${source.number}/messages`);
    expect(byNumber.headers.get('location')).toBe(`${at(survivor)}/messages`);
  });

  test('keeps the history of the source, which does not say where it went', async () => {
    const { source, survivor } = await merged();
    const facts = await desk.as('ben').get(`${at(source)}/facts`);
    expect(facts.status).toBe(200);
    expect(facts.text).toContain('Hello from carla');
    expect(facts.text).not.toContain(survivor.id);
  });

  test('does not exist for strangers, and names no survivor that one does not see', async () => {
    const source = await raisedBy(desk.as('carla'));
    const elsewhere = await raisedBy(desk.as('dora'), { queueId: shipping.id });
    expect((await merge(desk.as('ada'), source, elsewhere)).status).toBe(200);
    const unknown = await desk.as('nobody').get('/v1/tickets/999999');
    const hidden = await desk.as('nobody').get(at(source));
    expect([hidden.status, { ...(hidden.body as object), requestId: '' }]).toEqual([
      404,
      { ...(unknown.body as object), requestId: '' },
    ]);
    const answer = await desk.as('ben').get(at(source));
    expect(answer).toMatchObject({ status: 409, body: { code: 'ticket-merged' } });
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.text).not.toContain(elsewhere.id);
    expect((await undo(desk.as('ben'), source)).status).toBe(403);
    expect((await undo(desk.as('ada'), source)).status).toBe(200);
  });

  test('takes the right to merge both, before anything is learned', async () => {
    const [source, survivor] = [await raisedBy(desk.as('carla')), await raisedBy(desk.as('carla'))];
    const elsewhere = await raisedBy(desk.as('carla'), { queueId: shipping.id });
    expect((await merge(desk.as('carla'), source, survivor)).status).toBe(403);
    expect((await merge(desk.as('dora'), source, survivor)).status).toBe(404);
    for (const unseen of [elsewhere, { id: '0199aaaa-0000-7000-8000-00000000000f' }]) {
      const answer = await merge(desk.as('ben'), source, unseen);
      expect(answer).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'into', code: 'unknown-ticket' }] },
      });
    }
  });

  test('refuses itself, chains and what is over', async () => {
    const { source, survivor } = await merged();
    const third = await raisedBy(desk.as('carla'));
    const ben = desk.as('ben');
    expect(await merge(ben, third, third)).toMatchObject({
      status: 409,
      body: { code: 'merge-into-itself' },
    });
    expect(await merge(ben, survivor, third)).toMatchObject({
      status: 409,
      body: { code: 'merge-would-chain' },
    });
    expect(await merge(ben, third, source)).toMatchObject({
      status: 409,
      body: { code: 'merge-target-unfit', state: 'merged' },
    });
    expect(await merge(ben, source, third)).toMatchObject({ status: 409, body: { code: 'ticket-merged' } });
    expect((await merge(ben, third, survivor)).status).toBe(200);
  });

  test('can be wanted of one version only', async () => {
    const [source, survivor] = [await raisedBy(desk.as('carla')), await raisedBy(desk.as('carla'))];
    const old = await desk
      .as('ben')
      .post(`${at(source)}/merge`, { into: survivor.id }, { 'if-match': `"${source.version + 5}"` });
    expect(old.status).toBe(412);
  });

  test('mails what is said at the survivor once to each, and nothing that only moved', async () => {
    const { survivor } = await merged();
    const before = (await desk.mails()).length;
    await say(desk.as('ben'), survivor, 'Both are refunded.');
    const told = (await desk.mails()).slice(before).map(({ to }) => to);
    expect(told.toSorted()).toEqual([emailOf('carla'), emailOf('dora')].toSorted());
  });

  describe('is undone', () => {
    test('to what both were, without what was written since', async () => {
      const { source, survivor, before } = await merged();
      await say(desk.as('dora'), survivor, 'One more thing');
      const undone = await undo(desk.as('ben'), source);
      expect(undone).toMatchObject({
        status: 200,
        body: { id: source.id, status: before.status, tags: ['refund'], requesterId: carla.id },
      });
      expect(await said(desk.as('ben'), survivor)).toEqual(['Hello from dora', 'One more thing']);
      expect(await said(desk.as('ben'), source)).toEqual(['Hello from carla', canary]);
      expect(await seenBy(desk.as('ben'), survivor)).toMatchObject({ participantIds: [], tags: [] });
      expect((await desk.as('carla').get(at(survivor))).status).toBe(404);
      const facts = await desk.as('dora').get(`${at(survivor)}/facts?limit=100`);
      expect(facts.text).not.toContain('Hello from carla');
      expect(await undo(desk.as('ben'), source)).toMatchObject({ status: 409, body: { code: 'not-merged' } });
      expect((await merge(desk.as('ben'), source, survivor)).status).toBe(200);
      expect((await undo(desk.as('ben'), source)).status).toBe(200);
      expect((await merge(desk.as('ben'), survivor, source)).status).toBe(200);
    });

    test('with the timers that rested meanwhile', async () => {
      const [source, survivor] = [await raisedBy(desk.as('carla')), await raisedBy(desk.as('carla'))];
      const waitUntil = new Date(desk.clock.now().getTime() + days(1)).toISOString();
      await desk.as('ben').patch(at(source), { status: 'pending', waitUntil });
      const { version } = (await merge(desk.as('ben'), source, survivor)).body;
      expect(version).toBeGreaterThan(survivor.version);
      expect(await undo(desk.as('ben'), source)).toMatchObject({
        status: 200,
        body: { status: 'pending', waitUntil },
      });
    });

    test('by nobody after seven days', async () => {
      const { source } = await merged();
      desk.clock.advance(days(8));
      expect(await undo(desk.as('ada'), source)).toMatchObject({
        status: 409,
        body: { code: 'merge-undo-over' },
      });
    });
  });
});
