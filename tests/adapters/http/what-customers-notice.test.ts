import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { TicketBody } from '../../support/http/bodies.ts';
import { canary } from '../../support/http/leaks.ts';
import { at, raisedBy, ticketsOf } from '../../support/http/stories.ts';
import { bea, ben } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';

eachEngine('what customers notice', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  let ticket: TicketBody;
  beforeEach(async () => {
    ticket = await raisedBy(desk.as('carla'));
    await desk.as('ada').post(`${at(ticket)}/messages`, { body: 'We are looking into it' });
    desk.clock.advance(minutes(5));
    // another ticket that is younger, so that the order of lists could tell
    await raisedBy(desk.as('carla'), { subject: 'Another' });
    desk.clock.advance(minutes(5));
  });

  const filters = [
    'sort=-updatedAt',
    'sort=-openedAt',
    'sort=waiting',
    'sort=number',
    'status=open',
    'status=pending',
    `queueId=${billing.id}`,
    `queueId=${shipping.id}`,
    'priority=normal',
    'priority=urgent',
    'assigneeId=none',
    'assigneeId=me',
    `assigneeId=${ben.id}`,
    'tag=vip',
    'updatedSince=2026-03-02T12:00:00Z',
  ];

  /** Everything carla can ask about it, with header fields, but for what is new with every request. */
  const allThatCarlaSees = async (): Promise<string> => {
    const headers = { 'x-request-id': 'always-the-same' };
    const since = `updatedSince=${new Date(desk.clock.now().getTime() - minutes(7)).toISOString()}`;
    const paths = [
      at(ticket),
      `/v1/tickets/${ticket.number}`,
      `${at(ticket)}?include=messages`,
      `${at(ticket)}/messages`,
      `${at(ticket)}/messages?limit=2`,
      `${at(ticket)}/facts`,
      `${at(ticket)}/facts?after=2`,
      ...[...filters, since].flatMap((filter) => [
        `/v1/tickets?limit=100&${filter}`,
        `/v1/tickets?limit=1&${filter}`,
      ]),
    ];
    const answers = await Promise.all(paths.map((path) => desk.as('carla').get(path, headers)));
    return answers
      .map((answer, index) => [paths[index], answer.status, ...answer.headers, answer.text].join('\n'))
      .join('\n\n');
  };

  const nameless = (seen: string): string => seen.replaceAll(/updatedSince=\S+/g, 'updatedSince=…');

  const changes: Readonly<Record<string, readonly (readonly [string, string, unknown])[]>> = {
    'a note': [['POST', '/messages', { kind: 'internal', body: `She is a ${canary}` }]],
    'many notes': Array.from({ length: 30 }, () => ['POST', '/messages', { kind: 'internal', body: canary }]),
    'a claim': [['POST', '/claim', undefined]],
    'a claim given back': [
      ['POST', '/claim', undefined],
      ['POST', '/release', undefined],
    ],
    'an assignment': [['PUT', '/assignee', { userId: ben.id }]],
    'a ticket taken over': [
      ['PUT', '/assignee', { userId: bea.id }],
      ['POST', '/steal', undefined],
    ],
    'another priority': [['PATCH', '', { priority: 'urgent' }]],
    tags: [['PATCH', '', { tags: ['vip', canary] }]],
    'another queue': [['PATCH', '', { queueId: shipping.id }]],
    'another queue that takes its holder away': [
      ['PUT', '/assignee', { userId: ben.id }],
      ['PATCH', '', { queueId: shipping.id }],
    ],
    'all of it at once': [
      ['POST', '/claim', undefined],
      ['PATCH', '', { queueId: shipping.id, priority: 'urgent', tags: ['vip', canary] }],
      ['POST', '/messages', { kind: 'internal', body: canary }],
    ],
  };

  test.each(Object.entries(changes))('of %s is nothing at all, to the byte', async (_, steps) => {
    const before = await allThatCarlaSees();
    const known = (await desk.as('carla').get(at(ticket))).headers.get('etag') ?? '';
    desk.clock.advance(minutes(1));
    for (const [method, path, body] of steps) {
      const answer = await desk.as('ada').send(method, at(ticket) + path, { body });
      expect(answer.status).toBeLessThan(300);
    }
    const after = await allThatCarlaSees();
    expect(nameless(after)).toBe(nameless(before));
    expect(after).not.toContain(canary);
    expect((await desk.as('carla').get(at(ticket), { 'if-none-match': known })).status).toBe(304);
  });

  test('of a change they made before a note is still the change to build on', async () => {
    const renamed = await desk.as('carla').patch(at(ticket), { subject: 'Charged thrice' });
    await desk.as('ben').post(`${at(ticket)}/messages`, { kind: 'internal', body: canary });
    await desk.as('ben').post(`${at(ticket)}/claim`);
    const tag = renamed.headers.get('etag') ?? '';
    const again = await desk
      .as('carla')
      .patch(at(ticket), { subject: 'Charged four times' }, { 'if-match': tag });
    expect(again).toMatchObject({ status: 200, body: { version: 6 } });
  });

  test('of an answer after notes carries on their own count', async () => {
    await desk.as('ben').post(`${at(ticket)}/messages`, { kind: 'internal', body: canary });
    await desk.as('ben').post(`${at(ticket)}/messages`, { body: 'Refunded' });
    const facts = await desk.as('carla').get<{ items: { seq: number }[] }>(`${at(ticket)}/facts`);
    expect(facts.body.items.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    const said = await desk.as('carla').post(`${at(ticket)}/messages`, { body: 'Thank you' });
    expect(said.body).toMatchObject({ seq: 6 });
  });

  test('of a solved ticket is not who solved it by holding it', async () => {
    await desk.as('ben').patch(at(ticket), { status: 'solved' });
    const facts = await desk
      .as('carla')
      .get<{ items: { type: string; data: object }[] }>(`${at(ticket)}/facts`);
    expect(facts.body.items.at(-1)).toMatchObject({ type: 'ticket-solved', data: { from: 'open' } });
    expect(Object.keys(facts.body.items.at(-1)?.data ?? {})).toEqual(['from']);
  });

  test('is not what staff notice: they see all of it', async () => {
    await desk.as('ada').post(`${at(ticket)}/messages`, { kind: 'internal', body: canary });
    await desk.as('ada').patch(at(ticket), { priority: 'urgent', tags: ['vip'], queueId: shipping.id });
    const seen = await desk.as('sam').get<TicketBody>(`${at(ticket)}?include=messages`);
    expect(seen.body).toMatchObject({ priority: 'urgent', tags: ['vip'], queueId: shipping.id, version: 8 });
    expect(seen.text).toContain(canary);
    expect((await ticketsOf(desk.as('sam')))[0]?.id).toBe(ticket.id);
  });

  test('is as much when staff raise tickets of their own: then they are customers elsewhere', async () => {
    const own = await raisedBy(desk.as('sam'), { queueId: billing.id });
    await desk.as('ben').post(`${at(own)}/messages`, { kind: 'internal', body: canary });
    const seen = await desk.as('sam').get<TicketBody>(`${at(own)}?include=messages`);
    expect(seen).toMatchObject({ status: 200, body: { version: 2, assigneeId: null } });
    expect(seen.text).not.toContain(canary);
    expect((await desk.as('sam').post(`${at(own)}/messages`, { kind: 'internal', body: 'x' })).status).toBe(
      403,
    );
  });

  describe('in their mails', () => {
    test('is no note', async () => {
      await desk.as('ben').post(`${at(ticket)}/messages`, { kind: 'internal', body: canary });
      await desk.as('ben').post(`${at(ticket)}/messages`, { body: 'Refunded' });
      const mails = (await desk.mails()).filter(({ to }) => to === 'carla@example.org');
      expect(mails.length).toBeGreaterThan(0);
      expect(JSON.stringify(mails)).not.toContain(canary);
    });
  });
});
