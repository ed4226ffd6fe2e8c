import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AssignmentStrategy } from '#domain/queues/queue.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { type Desk, type DeskNode, startDesk } from '../../support/desk.ts';
import type { ProblemBody, TicketBody } from '../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy, ticketsOf } from '../../support/http/stories.ts';
import { bea, ben, lena, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { eachSharedEngine } from '../../support/shared-engines.ts';

eachSharedEngine('Handing tickets out', (engine) => {
  let desk: Desk;
  let other: DeskNode;
  beforeAll(async () => {
    desk = await startDesk(engine);
    other = await desk.another();
  });
  afterAll(() => desk.close());

  const revise = (revision: object, queue = billing) =>
    desk.as('ada').patch<ProblemBody>(`/v1/queues/${queue.id}`, revision);
  const strategy = (assignment: AssignmentStrategy, capacity: number | null = null) =>
    revise({ assignment, capacity });
  const be = (name: 'ben' | 'bea' | 'lena', availability: string) =>
    desk.as(name).patch('/v1/me', { availability });
  const holderOf = async (ticket: Pick<TicketBody, 'id'>): Promise<string | null> =>
    (await seenBy(desk.as('ada'), ticket)).assigneeId;
  const raise = async (facts: object = {}): Promise<string | null> =>
    holderOf(await raisedBy(desk.as('carla'), facts));

  beforeEach(async () => {
    for (const { id } of await ticketsOf(desk.as('ada')))
      await desk.as('ada').post(`/v1/tickets/${id}/close`);
    for (const name of ['ben', 'bea', 'lena'] as const) await be(name, 'available');
  });

  test('leaves it to the agents at first, and asks for a strategy that there is', async () => {
    expect(await raise()).toBeNull();
    expect(await revise({ assignment: 'by-lot' })).toMatchObject({ status: 422 });
    expect(await revise({ capacity: 0 })).toMatchObject({ status: 422 });
    expect(await strategy('round-robin', 5)).toMatchObject({
      status: 200,
      body: { assignment: 'round-robin', capacity: 5 },
    });
    expect(await revise({ capacity: null })).toMatchObject({ body: { capacity: null } });
  });

  test('takes turns, also on another node, and passes over whoever is away', async () => {
    await strategy('round-robin');
    const first = [await raise(), await raise(), await raise()];
    expect(first.toSorted()).toEqual([ben.id, bea.id, lena.id].toSorted());
    const onAnother = await raisedBy(other.as('carla'));
    expect(await holderOf(onAnother)).toBe(first[0]);
    await be('ben', 'away');
    const second = [await raise(), await raise(), await raise(), await raise()];
    expect(new Set<unknown>(second)).toEqual(new Set<UserId>([bea.id, lena.id]));
    await be('ben', 'available');
    expect(await raise()).toBe(ben.id);
  });

  test('gives nobody a ticket that they raised themselves', async () => {
    await strategy('round-robin');
    await be('lena', 'away');
    for (let turn = 0; turn < 2; turn++) expect(await holderOf(await raisedBy(desk.as('ben')))).toBe(bea.id);
    await be('bea', 'away');
    expect(await holderOf(await raisedBy(desk.as('ben')))).toBeNull();
  });

  test('is a fact of its own by the desk itself, of which customers learn nothing', async () => {
    await strategy('round-robin');
    const ticket = await raisedBy(desk.as('carla'));
    const facts = await factsFor(desk.as('ada'), ticket);
    expect(facts.map(({ type }) => type)).toEqual([
      'ticket-opened',
      'ticket-acknowledged',
      'ticket-assigned',
    ]);
    expect(facts.at(-1)).toMatchObject({
      seq: 3,
      actor: { kind: 'system' },
      data: { assigneeId: expect.any(String) },
    });
    expect((await factsFor(desk.as('carla'), ticket)).map(({ type }) => type)).toEqual([
      'ticket-opened',
      'ticket-acknowledged',
    ]);
    expect(await seenBy(desk.as('carla'), ticket)).toMatchObject({ version: 2, assigneeId: null });
    expect(ticket.version).toBe(2);
  });

  test('spares whoever holds most, fills nobody beyond capacity, and then lets tickets wait', async () => {
    await strategy('least-loaded', 2);
    await be('lena', 'away');
    const given = [];
    for (let count = 0; count < 4; count += 1) given.push(await raise());
    expect(given.filter((id) => id === ben.id)).toHaveLength(2);
    expect(given.filter((id) => id === bea.id)).toHaveLength(2);
    const waiting = await raisedBy(desk.as('carla'));
    expect(await holderOf(waiting)).toBeNull();
    const [held] = (await ticketsOf(desk.as('ben'))).filter(
      ({ assigneeId, status }) => assigneeId === ben.id && status === 'new',
    );
    await desk.as('ben').post(`/v1/tickets/${held?.id}/close`);
    expect(await raise()).toBe(ben.id);
    const next = await desk.as('bea').post<TicketBody>(`/v1/queues/${billing.id}/next`);
    expect(next.body).toMatchObject({ id: waiting.id, assigneeId: bea.id });
  });

  test('goes on with what is released, moved here, or taken up again, and never back to who gave it up', async () => {
    await strategy('round-robin');
    await be('lena', 'away');
    const ticket = await raisedBy(desk.as('carla'));
    const holder = await holderOf(ticket);
    const [one, two] = holder === ben.id ? (['ben', 'bea'] as const) : (['bea', 'ben'] as const);
    const released = await desk.as(one).post<TicketBody>(`${at(ticket)}/release`);
    expect([ben.id, bea.id] as unknown[]).toContain(released.body.assigneeId);
    expect(released.body.assigneeId).not.toBe(holder);
    await be(one, 'away');
    expect((await desk.as(two).post<TicketBody>(`${at(ticket)}/release`)).body.assigneeId).toBeNull();
    await be(one, 'available');

    await desk.as('carla').patch(at(ticket), { status: 'solved' });
    await desk.as('carla').post(`${at(ticket)}/reopen`);
    expect(await holderOf(ticket)).not.toBeNull();

    const elsewhere = await raisedBy(desk.as('carla'), { queueId: shipping.id });
    await desk.as('sam').post(`${at(elsewhere)}/claim`);
    const moved = await desk.as('ada').patch<TicketBody>(at(elsewhere), { queueId: billing.id });
    expect([ben.id, bea.id] as unknown[]).toContain(moved.body.assigneeId);
    expect((await factsFor(desk.as('ada'), elsewhere)).slice(-3)).toMatchObject([
      { type: 'ticket-moved' },
      { type: 'ticket-released' },
      { type: 'ticket-assigned', actor: { kind: 'system' } },
    ]);
    expect(await raise({ queueId: shipping.id })).not.toBe(sam.id);
  });

  test('never reaches somebody suspended, or who is no member any more', async () => {
    await strategy('round-robin');
    await be('lena', 'away');
    await desk.as('ada').patch(`/v1/users/${ben.id}`, { status: 'suspended' });
    expect([await raise(), await raise()]).toEqual([bea.id, bea.id]);
    await desk.as('ada').delete(`/v1/queues/${billing.id}/members/${bea.id}`);
    expect(await raise()).toBeNull();
  });
});
