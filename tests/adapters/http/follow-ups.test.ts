import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { days } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { MessageBody, TicketBody } from '../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy, threadFor, ticketsOf } from '../../support/http/stories.ts';
import { nothingIsDue } from '../../support/nothing-is-due.ts';
import { carla, dora } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';

eachEngine('a message to a closed ticket', (engine) => {
  let desk: Desk;
  let strict: string;
  beforeAll(async () => {
    desk = await startDesk(engine, { rewire: nothingIsDue });
    strict = await madeQueue({ name: 'Strict', followUpPolicy: 'refuse', acknowledgement: null });
  });
  afterAll(() => desk.close());

  const madeQueue = async (facts: object): Promise<string> =>
    (await desk.as('ada').post<{ id: string }>('/v1/queues', facts)).body.id;

  const closedTicket = async (facts: object = {}): Promise<TicketBody> => {
    const ticket = await raisedBy(desk.as('carla'), facts);
    await desk.as('ada').patch(at(ticket), { tags: ['vip'] });
    return (await desk.as('ada').post<TicketBody>(`${at(ticket)}/close`)).body;
  };
  const write = (ticket: TicketBody, body: object, headers: Readonly<Record<string, string>> = {}) =>
    desk.as('carla').post<MessageBody>(`${at(ticket)}/messages`, body, headers);

  describe('where the queue opens follow-ups', () => {
    test('goes into a new, linked ticket, and says which', async () => {
      const closed = await closedTicket();
      const before = await seenBy(desk.as('ben'), closed);
      const written = await write(closed, { body: 'It happened again' });
      expect(written).toMatchObject({
        status: 201,
        body: { seq: 1, kind: 'public', body: 'It happened again', authorId: carla.id },
      });
      const { ticketId } = written.body;
      expect(ticketId).not.toBe(closed.id);
      expect(written.headers.get('location')).toBe(`/v1/tickets/${ticketId}`);

      const followUp = await seenBy(desk.as('carla'), { id: ticketId });
      expect(followUp).toMatchObject({
        status: 'new',
        subject: closed.subject,
        followUpOf: closed.id,
        requesterId: carla.id,
        queueId: billing.id,
      });
      expect(await threadFor(desk.as('carla'), followUp)).toMatchObject([written.body, { automatic: true }]);
      expect(
        (await factsFor(desk.as('ben'), followUp)).map(({ type, data }) => [type, data['followUpOf']]),
      ).toEqual([
        ['ticket-opened', undefined],
        ['follow-up-opened', closed.id],
        ['ticket-acknowledged', undefined],
      ]);
      expect(await seenBy(desk.as('ben'), closed)).toEqual(before);
    });

    test('opens the earlier one to nobody who does not see it, though its id is there', async () => {
      const closed = await closedTicket();
      const { ticketId } = (await write(closed, { body: 'It happened again' })).body;
      await desk.as('ben').put(`${at({ id: ticketId })}/participants/${dora.id}`);
      const seen = await seenBy(desk.as('dora'), { id: ticketId });
      expect(seen.followUpOf).toBe(closed.id);
      const [earlier, missing] = [
        await desk.as('dora').get(at(closed)),
        await desk.as('dora').get(at({ id: '0199aaaa-0000-7000-8000-00000000000f' })),
      ];
      expect([earlier.status, missing.status]).toEqual([404, 404]);
      expect({ ...(earlier.body as object), requestId: '' }).toEqual({
        ...(missing.body as object),
        requestId: '',
      });
      const links = async (who: 'carla' | 'dora') =>
        (await desk.as(who).get<{ items: readonly unknown[] }>(`${at({ id: ticketId })}/links`)).body.items;
      expect([(await links('carla')).length, await links('dora')]).toEqual([1, []]);
    });

    test('opens one for one key, however often it is sent', async () => {
      const closed = await closedTicket();
      const key = { 'idempotency-key': 'again' };
      const [first, second] = [
        await write(closed, { body: 'Again' }, key),
        await write(closed, { body: 'Again' }, key),
      ];
      expect(second).toMatchObject({ status: 201, text: first.text });
      expect(second.headers.get('location')).toBe(first.headers.get('location'));
      const links = (await ticketsOf(desk.as('carla'))).filter(({ followUpOf }) => followUpOf === closed.id);
      expect(links).toHaveLength(1);
    });

    test('heeds the version it was meant for', async () => {
      const closed = await closedTicket();
      const { version } = await seenBy(desk.as('carla'), closed);
      expect(await write(closed, { body: 'Again' }, { 'if-match': '"1"' })).toMatchObject({
        status: 412,
        body: { code: 'version-mismatch', version },
      });
      expect((await write(closed, { body: 'Again' }, { 'if-match': `"${version}"` })).status).toBe(201);
    });

    test('may ask for a status of the new one, as far as customers may', async () => {
      const closed = await closedTicket();
      expect((await write(closed, { body: 'Again', status: 'pending' })).status).toBe(403);
      const solved = await write(closed, { body: 'Never mind', status: 'solved' });
      expect(solved.status).toBe(201);
      expect(await seenBy(desk.as('carla'), { id: solved.body.ticketId })).toMatchObject({
        status: 'solved',
      });
    });

    test('lacks nothing that is asked of whoever solves a ticket', async () => {
      const closed = await closedTicket();
      const field = { key: 'cause', name: 'Cause', type: 'text', visibility: 'public' };
      const { body: made } = await desk
        .as('ada')
        .post<{ id: string }>('/v1/custom-fields', { ...field, customersMaySet: true, required: 'solve' });
      expect(await write(closed, { body: 'Never mind', status: 'solved' })).toMatchObject({
        status: 409,
        body: { code: 'fields-missing', keys: ['cause'] },
      });
      await desk.as('ada').patch(`/v1/custom-fields/${made.id}`, { isArchived: true });
    });

    test('goes where tickets go that name no queue, once its own queue is archived', async () => {
      const queueId = await madeQueue({ name: 'Fairs' });
      const closed = await closedTicket({ queueId });
      await desk.as('ada').delete(`/v1/queues/${queueId}`);
      const { queueId: support } = await raisedBy(desk.as('carla'), { queueId: undefined });
      await desk.as('ada').patch(`/v1/queues/${support}`, { acknowledgement: 'Support has it.' });
      const { ticketId } = (await write(closed, { body: 'It happened again' })).body;
      const followUp = await seenBy(desk.as('carla'), { id: ticketId });
      expect(followUp).toMatchObject({ followUpOf: closed.id, queueId: support });
      expect((await threadFor(desk.as('carla'), followUp)).at(-1)).toMatchObject({
        automatic: true,
        body: 'Support has it.',
      });
    });

    test('is one also when the window to reopen a solved ticket is over', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      await desk.as('ben').patch(at(ticket), { status: 'solved' });
      desk.clock.advance(days(7));
      const inTime = await write(ticket, { body: 'In time' });
      expect(inTime.body.ticketId).toBe(ticket.id);
      expect((await seenBy(desk.as('ben'), ticket)).status).toBe('open');
      await desk.as('ben').patch(at(ticket), { status: 'solved' });
      desk.clock.advance(days(7) + 1);
      expect((await write(ticket, { body: 'Too late' })).body.ticketId).not.toBe(ticket.id);
    });

    test('of staff is refused: they open a ticket of their own', async () => {
      const closed = await closedTicket();
      expect(await desk.as('ben').post(`${at(closed)}/messages`, { body: 'By the way' })).toMatchObject({
        status: 409,
        body: { code: 'ticket-closed' },
      });
    });
  });

  describe('where the queue refuses', () => {
    test('is refused, and nothing is written', async () => {
      const closed = await closedTicket({ queueId: strict });
      const before = (await ticketsOf(desk.as('carla'))).length;
      expect(await write(closed, { body: 'It happened again' })).toMatchObject({
        status: 409,
        body: { code: 'ticket-closed' },
      });
      expect(await ticketsOf(desk.as('carla'))).toHaveLength(before);
    });

    test('has no acknowledgement either, if the queue has none', async () => {
      const ticket = await raisedBy(desk.as('carla'), { queueId: strict });
      expect((await threadFor(desk.as('carla'), ticket)).map(({ automatic }) => automatic)).toEqual([false]);
    });
  });
});
