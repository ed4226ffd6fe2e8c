import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { grantsFor } from '#domain/identity/user.ts';
import type { AssignmentStrategy, Queue } from '#domain/queues/queue.ts';
import { QueueId, UserId } from '#domain/shared/ids.ts';
import { type Desk, type DeskNode, startDesk } from '../support/desk.ts';
import type { PageBody, TicketBody } from '../support/http/bodies.ts';
import { at, factsFor, raisedBy } from '../support/http/stories.ts';
import { address } from '../support/mails.ts';
import { createDatabase } from '../support/mysql/databases.ts';
import { billing } from '../support/queues.ts';
import { noon } from '../support/tickets.ts';

const queueBy = (assignment: AssignmentStrategy, tail: number, capacity?: number): Queue => ({
  ...billing,
  ...{ id: QueueId(`01957b3e-9c00-7a10-8f10-${String(tail).padStart(12, '0')}`), name: `Queue ${tail}` },
  ...{ assignment, capacity },
});
const inTurn = queueBy('round-robin', 1);
const evenly = queueBy('least-loaded', 2);
const upTo10 = queueBy('least-loaded', 3, 10);
const inTurnUpTo10 = queueBy('round-robin', 4, 10);
const queues = [inTurn, evenly, upTo10, inTurnUpTo10];

const agents = Array.from({ length: 8 }, (_, index) => ({
  id: UserId(`01957b3e-9c00-7c00-8c00-${String(index).padStart(12, '0')}`),
  email: address(`agent.${index}@example.org`),
}));

let desk: Desk;
let other: DeskNode;
beforeAll(async () => {
  desk = await startDesk({ name: 'MySQL', databaseUrl: () => createDatabase(inject('mysqlServerUrl')) });
  other = await desk.another();
  await resolve(desk.hexdesk.container, tokens.unitOfWork).run(async (tx) => {
    for (const queue of queues) await tx.queues.add(queue);
    for (const { id, email } of agents) {
      await tx.users.add({
        ...{ id, email, firstName: 'An', lastName: 'Agent', status: 'active', createdAt: noon },
        grants: grantsFor(
          'agent',
          queues.map((queue) => queue.id),
        ),
      });
    }
  });
});
afterAll(() => desk.close());

/** Raises so many tickets at once on both nodes, and tells how many everybody holds then. */
const loadsAfter = async (queue: Queue, count: number): Promise<readonly number[]> => {
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      raisedBy((index % 2 === 0 ? desk : other).online.as('carla'), { queueId: queue.id }),
    ),
  );
  const tickets = await ticketsIn(queue);
  expect(tickets).toHaveLength(count);
  return agents.map(({ id }) => tickets.filter(({ assigneeId }) => assigneeId === id).length);
};

const ticketsIn = async ({ id }: Queue): Promise<readonly TicketBody[]> =>
  (await desk.as('ada').get<PageBody<TicketBody>>(`/v1/tickets?queueId=${id}&sort=number&limit=100`)).body
    .items;

test('of eighty tickets opened at once on two nodes, each of eight agents gets ten when they take turns', async () => {
  expect(await loadsAfter(inTurn, 80)).toEqual(agents.map(() => 10));
  const [first, second] = await ticketsIn(inTurn);
  for (const ticket of [first, second]) {
    const facts = await factsFor(desk.as('ada'), ticket ?? { id: '' });
    expect(facts.filter(({ type }) => type === 'ticket-assigned')).toHaveLength(1);
  }
});

test('of tickets that do not divide evenly, nobody holds more than one more than another', async () => {
  const loads = await loadsAfter(evenly, 53);
  expect(loads.toSorted()).toEqual([6, 6, 6, 7, 7, 7, 7, 7]);
});

test.each([
  ['who hold the fewest', upTo10],
  ['whose turn it is', inTurnUpTo10],
])('nobody is filled beyond their capacity among those %s; what is left waits', async (_, queue) => {
  expect(await loadsAfter(queue, 95)).toEqual(agents.map(() => 10));
});

test('what is released at once by everybody stays within capacity, and nobody gets back what they gave up', async () => {
  const held = (await ticketsIn(upTo10)).filter(({ assigneeId }) => assigneeId !== null).slice(0, 30);
  const released = await Promise.all(
    held.map((ticket, index) =>
      (index % 2 === 0 ? desk : other).online.as('ada').post<TicketBody>(`${at(ticket)}/release`),
    ),
  );
  released.forEach(({ status, body }, index) => {
    expect(status).toBe(200);
    expect(body.assigneeId).not.toBe(held[index]?.assigneeId);
  });
  const now = await ticketsIn(upTo10);
  for (const { id } of agents) {
    expect(now.filter(({ assigneeId }) => assigneeId === id).length).toBeLessThanOrEqual(10);
  }
});
