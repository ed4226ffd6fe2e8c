import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { days, hours } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { MessageBody, ProblemBody, TicketBody } from '../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy, threadFor } from '../../support/http/stories.ts';
import { ben, carla, dora } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { noon } from '../../support/tickets.ts';

eachEngine('the life of a ticket', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const typesFor = async (who: 'carla' | 'ben', ticket: { readonly id: string }) =>
    (await factsFor(desk.as(who), ticket)).map(({ type }) => type);

  const ask = (who: 'carla' | 'ben' | 'ada', ticket: TicketBody, revision: object) =>
    desk.as(who).patch<TicketBody & ProblemBody>(at(ticket), revision);

  test('from the first word to the last, as both sides see it', async () => {
    const raised = await desk.as('carla').post<TicketBody>('/v1/tickets', {
      subject: '  Charged twice ',
      body: 'Twice in March.\nPlease help.',
      queueId: billing.id,
    });
    const ticket = raised.body;
    expect(raised.headers.get('location')).toBe(`/v1/tickets/${ticket.id}`);
    expect(ticket).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      number: expect.any(Number),
      externalId: null,
      subject: 'Charged twice',
      status: 'new',
      priority: 'normal',
      queueId: billing.id,
      categoryId: null,
      tags: [],
      requesterId: carla.id,
      assigneeId: null,
      channel: 'api',
      version: 2,
      openedAt: noon.toISOString(),
      updatedAt: noon.toISOString(),
      solvedAt: null,
      closedAt: null,
      waitUntil: null,
      customerWaiting: false,
      followUpOf: null,
      participantIds: [],
      customFields: {},
    });

    await desk.as('ben').post(`${at(ticket)}/claim`);
    const replied = await desk.as('ben').post<MessageBody>(`${at(ticket)}/messages`, { body: 'Which card?' });
    expect(replied).toMatchObject({
      status: 201,
      body: { seq: 4, kind: 'public', authorId: ben.id, authorName: 'Ben Example', ticketId: ticket.id },
    });
    expect(replied.headers.get('location')).toBe(`${at(ticket)}/messages`);
    await desk
      .as('ben')
      .post(`${at(ticket)}/messages`, { kind: 'internal', body: 'Looks like a bank error' });
    expect(await ask('ben', ticket, { status: 'pending' })).toMatchObject({ body: { status: 'pending' } });
    await desk.as('carla').post(`${at(ticket)}/messages`, { body: 'The blue one' });
    expect(await seenBy(desk.as('ben'), ticket)).toMatchObject({ status: 'open', assigneeId: ben.id });
    expect(
      (await desk.as('ben').post(`${at(ticket)}/messages`, { body: 'Refunded', status: 'solved' })).status,
    ).toBe(201);
    expect(await seenBy(desk.as('carla'), ticket)).toMatchObject({
      status: 'solved',
      solvedAt: noon.toISOString(),
    });
    desk.clock.advance(hours(1));
    expect(await desk.as('carla').post(`${at(ticket)}/reopen`)).toMatchObject({
      status: 200,
      body: { status: 'open', solvedAt: null },
    });
    const closed = await desk.as('ben').delete<TicketBody>(at(ticket));
    expect(closed).toMatchObject({
      status: 200,
      body: { status: 'closed', closedAt: '2026-03-02T13:00:00.000Z' },
    });

    expect(await typesFor('ben', ticket)).toEqual([
      'ticket-opened',
      'ticket-acknowledged',
      'ticket-claimed',
      'ticket-replied',
      'ticket-opened-again',
      'note-written',
      'ticket-set-pending',
      'ticket-replied',
      'ticket-opened-again',
      'ticket-replied',
      'ticket-solved',
      'ticket-reopened',
      'ticket-solved',
      'ticket-closed',
    ]);
    expect(await typesFor('carla', ticket)).toEqual([
      'ticket-opened',
      'ticket-acknowledged',
      'ticket-replied',
      'ticket-opened-again',
      'ticket-set-pending',
      'ticket-replied',
      'ticket-opened-again',
      'ticket-replied',
      'ticket-solved',
      'ticket-reopened',
      'ticket-solved',
      'ticket-closed',
    ]);
    expect((await threadFor(desk.as('carla'), ticket)).map(({ body }) => body)).toEqual([
      'Twice in March.\nPlease help.',
      billing.acknowledgement,
      'Which card?',
      'The blue one',
      'Refunded',
    ]);
  });

  describe('closing', () => {
    test.each([
      ['POST', '/close'],
      ['DELETE', ''],
    ])('an unsolved ticket by %s solves and closes it, as two facts', async (method, path) => {
      const ticket = await raisedBy(desk.as('carla'));
      const before = await factsFor(desk.as('ben'), ticket);
      const answer = await desk.as('ben').send(method, at(ticket) + path);
      expect(answer).toMatchObject({ status: 200, body: { status: 'closed', assigneeId: ben.id } });
      const facts = (await factsFor(desk.as('ben'), ticket)).slice(before.length);
      expect(facts).toMatchObject([
        { type: 'ticket-solved', data: { from: 'new', assigneeId: ben.id } },
        { type: 'ticket-closed', data: { from: 'solved' } },
      ]);
    });

    test('is for staff; a customer solves', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      expect((await desk.as('carla').post(`${at(ticket)}/close`)).status).toBe(403);
      expect((await ask('carla', ticket, { status: 'closed' })).status).toBe(403);
      expect(await ask('carla', ticket, { status: 'solved' })).toMatchObject({
        status: 200,
        body: { status: 'solved', assigneeId: null },
      });
    });

    test('is for good: a closed ticket takes no change, but by those who may open it again', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      await desk.as('ben').post(`${at(ticket)}/close`);
      expect(await ask('ben', ticket, { priority: 'high' })).toMatchObject({
        status: 409,
        body: { code: 'ticket-closed' },
      });
      const reply = { body: 'One more thing' };
      expect(await desk.as('ben').post(`${at(ticket)}/messages`, reply)).toMatchObject({
        status: 409,
        body: { code: 'ticket-closed' },
      });
      expect((await desk.as('ben').post(`${at(ticket)}/reopen`)).status).toBe(403);
      expect(await desk.as('ada').post(`${at(ticket)}/reopen`)).toMatchObject({
        status: 200,
        body: { status: 'open' },
      });
    });
  });

  describe('a move that the lifecycle does not list', () => {
    test.each([
      ['open', 'new', ['pending', 'on-hold', 'solved', 'spam']],
      ['open', 'closed', ['pending', 'on-hold', 'solved', 'spam']],
      ['pending', 'spam', ['open', 'on-hold', 'solved']],
      ['solved', 'pending', ['open', 'closed']],
      ['spam', 'solved', ['open']],
    ])('from %s to %s is told where it may go', async (from, to, allowed) => {
      const ticket = await raisedBy(desk.as('carla'));
      await ask('ben', ticket, { status: from });
      const before = await seenBy(desk.as('ben'), ticket);
      expect(await ask('ben', ticket, { status: to })).toMatchObject({
        status: 409,
        body: { code: 'transition-not-allowed', from, to, allowed },
      });
      expect(await seenBy(desk.as('ben'), ticket)).toEqual(before);
    });

    test('takes everything else that was asked for back with it', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      const wanted = { subject: 'Other', priority: 'urgent', tags: ['vip'], status: 'closed' };
      expect((await ask('ben', ticket, wanted)).status).toBe(409);
      expect(await seenBy(desk.as('ben'), ticket)).toMatchObject({
        subject: 'Charged twice',
        priority: 'normal',
        tags: [],
        version: 2,
      });
    });
  });

  describe('waiting', () => {
    test('may have an end, which may be moved', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      const until = new Date(desk.clock.now().getTime() + days(3));
      const waiting = await ask('ben', ticket, { status: 'on-hold', waitUntil: until });
      expect(waiting.body).toMatchObject({ status: 'on-hold', waitUntil: until.toISOString() });
      const moved = await ask('ben', ticket, { waitUntil: '2027-01-01T12:00:00+02:00' });
      expect(moved.body).toMatchObject({ status: 'on-hold', waitUntil: '2027-01-01T10:00:00.000Z' });
      await desk.as('carla').post(`${at(ticket)}/messages`, { body: 'Any news?' });
      expect(await seenBy(desk.as('ben'), ticket)).toMatchObject({
        status: 'on-hold',
        customerWaiting: true,
      });
    });

    test.each([
      ['in the past', { status: 'pending', waitUntil: '2020-01-01T00:00:00Z' }, 'wait-until-in-the-past'],
      ['without waiting', { waitUntil: '2030-01-01T00:00:00Z' }, 'wait-until-without-waiting'],
      ['for solving', { status: 'solved', waitUntil: '2030-01-01T00:00:00Z' }, 'wait-until-without-waiting'],
    ])('has no end %s', async (_, revision, code) => {
      const ticket = await raisedBy(desk.as('carla'));
      const answer = await ask('ben', ticket, revision);
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'waitUntil', code }] } });
    });

    test('may last to the end of time', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      const waitUntil = '9999-12-31T23:59:59.999Z';
      expect((await ask('ben', ticket, { status: 'pending', waitUntil })).body).toMatchObject({ waitUntil });
      expect(await seenBy(desk.as('carla'), ticket)).toMatchObject({ waitUntil });
    });
  });

  describe('a customer', () => {
    test.each([
      ['priority', { priority: 'urgent' }],
      ['tags', { tags: ['vip'] }],
      ['the queue', { queueId: shipping.id }],
      ['waiting', { status: 'pending' }],
      ['spam', { status: 'spam' }],
    ])('may not set %s, in whatever state', async (_, revision) => {
      const ticket = await raisedBy(desk.as('carla'));
      expect(await ask('carla', ticket, revision)).toMatchObject({
        status: 403,
        body: { code: 'not-permitted', permission: expect.stringMatching(/^ticket:/) },
      });
      await desk.as('ben').post(`${at(ticket)}/close`);
      expect((await ask('carla', ticket, revision)).status).toBe(403);
    });

    test('hears of no queue whether it exists, when moving is not theirs', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      const [known, unknown] = [
        await ask('carla', ticket, { queueId: shipping.id }),
        await ask('carla', ticket, { queueId: ticket.id }),
      ];
      expect([known.status, unknown.status]).toEqual([403, 403]);
    });

    test.each([
      { priority: 'high' },
      { tags: ['vip'] },
      { requesterId: dora.id },
      { requesterEmail: 'dora@example.org' },
    ])('may not raise a ticket with %j', async (extra) => {
      const wanted = { subject: 'Charged twice', body: 'Please help', ...extra };
      expect(await desk.as('carla').post('/v1/tickets', wanted)).toMatchObject({
        status: 403,
        body: { code: 'not-permitted' },
      });
    });

    test('may rename their own ticket', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      expect(await ask('carla', ticket, { subject: 'Charged thrice' })).toMatchObject({
        status: 200,
        body: { subject: 'Charged thrice', version: 3 },
      });
    });

    test('may reopen inside the window, to its last moment, and not later', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      await ask('carla', ticket, { status: 'solved' });
      const solvedAt = desk.clock.now().toISOString();
      desk.clock.advance(days(7) + 1);
      expect(await desk.as('carla').post(`${at(ticket)}/reopen`)).toMatchObject({
        status: 409,
        body: { code: 'reopen-window-over', solvedAt, windowDays: 7 },
      });
      expect((await desk.as('ben').post(`${at(ticket)}/reopen`)).status).toBe(200);
    });
  });

  describe('staff', () => {
    test('move a ticket into a queue that exists, where others work it', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      await desk.as('ben').post(`${at(ticket)}/claim`);
      expect(await ask('ben', ticket, { queueId: ticket.id })).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'queueId', code: 'unknown-queue' }] },
      });
      const moved = await ask('ben', ticket, { queueId: shipping.id });
      expect(moved).toMatchObject({ status: 200, body: { queueId: shipping.id, assigneeId: null } });
      expect((await desk.as('ben').get(at(ticket))).status).toBe(404);
      expect((await desk.as('sam').get(at(ticket))).status).toBe(200);
    });

    test('raise tickets with priority and tags, each tag once and in order', async () => {
      const ticket = await raisedBy(desk.as('ben'), { priority: 'urgent', tags: ['b', 'a', 'b', ' a '] });
      expect(ticket).toMatchObject({ priority: 'urgent', tags: ['b', 'a'], requesterId: ben.id });
    });

    test('raise tickets for somebody they name', async () => {
      const byId = await raisedBy(desk.as('ben'), { requesterId: carla.id });
      expect(byId.requesterId).toBe(carla.id);
      const byAddress = await raisedBy(desk.as('ben'), { requesterEmail: 'Carla@EXAMPLE.org' });
      expect(byAddress.requesterId).toBe(carla.id);
      expect((await desk.as('carla').get(at(byAddress))).status).toBe(200);
      expect(
        await desk.as('ben').post('/v1/tickets', {
          subject: 'By phone',
          body: 'x',
          queueId: billing.id,
          requesterId: byId.id,
        }),
      ).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'requesterId', code: 'unknown-requester' }] },
      });
    });

    test('raise tickets for somebody unknown, who becomes known by it and hears of it', async () => {
      const ticket = await raisedBy(desk.as('ben'), { requesterEmail: 'walk.in@example.org' });
      const again = await raisedBy(desk.as('ben'), { requesterEmail: 'walk.in@example.org' });
      expect(again.requesterId).toBe(ticket.requesterId);
      const people = await desk.as('ada').get<{ items: object[] }>('/v1/users?limit=100');
      expect(people.body.items).toContainEqual(
        expect.objectContaining({
          id: ticket.requesterId,
          email: 'walk.in@example.org',
          status: 'unverified',
        }),
      );
      const mails = (await desk.mails()).filter(({ to }) => to === 'walk.in@example.org');
      expect(mails.map(({ letter }) => letter.kind)).toEqual(['ticket-acknowledged', 'ticket-acknowledged']);
    });

    test('raise tickets for others only where they work', async () => {
      const wanted = {
        subject: 'By phone',
        body: 'x',
        queueId: shipping.id,
        requesterEmail: 'other@example.org',
      };
      expect((await desk.as('ben').post('/v1/tickets', wanted)).status).toBe(403);
      const people = await desk.as('ada').get<{ items: { email: string }[] }>('/v1/users?limit=100');
      expect(people.body.items.map(({ email }) => email)).not.toContain('other@example.org');
    });
  });

  test('a ticket without a queue goes to Support, one for a queue that is none nowhere', async () => {
    const ticket = await raisedBy(desk.as('carla'), { queueId: undefined });
    const queues = await desk.as('ada').get<{ items: { id: string; name: string }[] }>('/v1/queues');
    expect(queues.body.items.find(({ id }) => id === ticket.queueId)?.name).toBe('Support');
    const wanted = { subject: 'Charged twice', body: 'Please help', queueId: ticket.id };
    expect(await desk.as('carla').post('/v1/tickets', wanted)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'queueId', code: 'unknown-queue' }] },
    });
  });
});
