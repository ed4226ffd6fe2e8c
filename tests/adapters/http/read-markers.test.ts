import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { PageBody, TicketBody } from '../../support/http/bodies.ts';
import { at, raisedBy, seenBy } from '../../support/http/stories.ts';
import { paul } from '../../support/people.ts';

type Marker = {
  readonly ticketId: string;
  readonly seq: number;
  readonly readAt: string | null;
  readonly unread: number;
};
type Name = Parameters<Desk['as']>[0];

eachEngine('how far somebody has read', (engine) => {
  let desk: Desk;
  let ticket: TicketBody;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    ticket = await raisedBy(desk.as('carla'));
  });

  const place = () => `${at(ticket)}/read-marker`;
  const markerOf = async (who: Name) => (await desk.as(who).get<Marker>(place())).body;
  const read = async (who: Name, seq: number) => (await desk.as(who).put<Marker>(place(), { seq })).body;
  const say = (who: Name, kind = 'public') =>
    desk.as(who).post(`${at(ticket)}/messages`, { body: 'Hello', kind });

  test('is nothing at first: all that others wrote is unread', async () => {
    const nothing = { ticketId: ticket.id, seq: 0, readAt: null };
    expect(await markerOf('ben')).toEqual({ ...nothing, unread: 2 });
    expect(await markerOf('carla')).toEqual({ ...nothing, unread: 1 });
  });

  test('is what they say, and what others write later is unread', async () => {
    const { version } = await seenBy(desk.as('ben'), ticket);
    const readAt = desk.clock.now().toISOString();
    expect(await read('ben', version)).toEqual({ ticketId: ticket.id, seq: version, readAt, unread: 0 });
    await say('carla');
    await say('ben');
    await say('ada');
    expect(await markerOf('ben')).toEqual({ ticketId: ticket.id, seq: version, readAt, unread: 2 });
  });

  test('never moves back, nor beyond what there is', async () => {
    const { version } = await seenBy(desk.as('ben'), ticket);
    expect((await read('ben', 999_999_999)).seq).toBe(version);
    const first = await markerOf('ben');
    desk.clock.advance(1000);
    expect(await read('ben', 1)).toEqual(first);
    await say('carla');
    expect((await markerOf('ben')).unread).toBe(1);
  });

  test('is the furthest of what is said at the same moment', async () => {
    for (let count = 0; count < 8; count += 1) await say('carla');
    await Promise.all([3, 9, 1, 10, 4, 8, 2, 7].map((seq) => read('ben', seq)));
    expect((await markerOf('ben')).seq).toBe(10);
  });

  test('is theirs alone, and changes nothing that anybody sees of the ticket', async () => {
    const [staff, customer] = [await desk.as('ada').get(at(ticket)), await desk.as('carla').get(at(ticket))];
    await read('ben', 2);
    expect((await markerOf('ada')).seq).toBe(0);
    expect((await markerOf('carla')).seq).toBe(0);
    expect((await desk.as('ada').get(at(ticket))).text).toBe(staff.text);
    expect((await desk.as('carla').get(at(ticket))).text).toBe(customer.text);
  });

  test('counts no notes for customers, and goes by their own numbers', async () => {
    const { version } = await seenBy(desk.as('carla'), ticket);
    await say('ben', 'internal');
    await say('ada', 'internal');
    const before = await desk.as('carla').get(place());
    expect(before.body).toMatchObject({ unread: 1 });
    expect((await read('carla', 999)).seq).toBe(version);
    await say('ben');
    expect(await markerOf('carla')).toMatchObject({ seq: version, unread: 1 });
  });

  test('comes for a whole page of tickets at once, without those one may not see', async () => {
    const other = await raisedBy(desk.as('carla'));
    const hidden = await raisedBy(desk.as('dora'));
    await read('carla', 2);
    const asked = [other, hidden, ticket, other].map(({ id }) => `id=${id}`).join('&');
    const { body } = await desk.as('carla').get<PageBody<Marker>>(`/v1/me/read-markers?${asked}`);
    expect(body.items).toMatchObject([
      { ticketId: other.id, seq: 0, unread: 1 },
      { ticketId: ticket.id, seq: 2, unread: 0 },
    ]);
    const one = await desk.as('ben').get<PageBody<Marker>>(`/v1/me/read-markers?id=${other.id}`);
    expect(one.body.items).toMatchObject([{ ticketId: other.id, unread: 2 }]);
    const none = await desk.as('ben').get<PageBody<Marker>>('/v1/me/read-markers');
    expect(none.body.items).toEqual([]);
    const many = Array(101).fill(`id=${ticket.id}`).join('&');
    expect((await desk.as('ben').get(`/v1/me/read-markers?${many}`)).status).toBe(422);
  });

  test('is part of their data, and goes with them', async () => {
    await desk.as('ben').put(`${at(ticket)}/participants/${paul.id}`);
    await read('paul', 2);
    const { body } = await desk.online.as('paul').get<{ readMarkers: readonly Marker[] }>('/v1/me/export');
    expect(body.readMarkers).toEqual([
      { ticketId: ticket.id, seq: 2, readAt: desk.clock.now().toISOString() },
    ]);
    expect((await desk.as('ada').delete(`/v1/users/${paul.id}`)).status).toBeLessThan(300);
    const db = resolve(desk.hexdesk.container, tokens.session).db();
    const left = await db.selectFrom('read_markers').selectAll().where('user_id', '=', paul.id).execute();
    expect(left).toEqual([]);
  });
});
