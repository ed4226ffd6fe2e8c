import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { days } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { ProblemBody, TicketBody } from '../../support/http/bodies.ts';
import { at, raisedBy } from '../../support/http/stories.ts';
import { nothingIsDue } from '../../support/nothing-is-due.ts';
import { ben, carla, dora } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';

eachEngine('what each side may do with a ticket', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine, { rewire: nothingIsDue });
  });
  afterAll(() => desk.close());

  const ask = (who: 'carla' | 'ben' | 'ada', ticket: TicketBody, revision: object) =>
    desk.as(who).patch<TicketBody & ProblemBody>(at(ticket), revision);

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
