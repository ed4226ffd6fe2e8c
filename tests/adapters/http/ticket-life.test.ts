import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hours } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { MessageBody, ProblemBody, TicketBody } from '../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy, threadFor } from '../../support/http/stories.ts';
import { ben, carla } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
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
      statusLabelId: null,
      priority: 'normal',
      queueId: billing.id,
      categoryId: null,
      tags: [],
      requesterId: carla.id,
      organisationId: null,
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
});
