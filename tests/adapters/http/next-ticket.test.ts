import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, type DeskNode, startDesk } from '../../support/desk.ts';
import type { TicketBody } from '../../support/http/bodies.ts';
import type { Client } from '../../support/http/client.ts';
import { at, factsFor, raisedBy } from '../../support/http/stories.ts';
import { ben, carla } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { eachSharedEngine } from '../../support/shared-engines.ts';

const next = (somebody: Client, queue = billing) => somebody.post<TicketBody>(`/v1/queues/${queue.id}/next`);

eachSharedEngine('Taking the next ticket', (engine) => {
  let desk: Desk;
  let other: DeskNode;
  beforeAll(async () => {
    desk = await startDesk(engine);
    other = await desk.another();
  });
  afterAll(() => desk.close());

  test('there is none where nothing waits', async () => {
    expect((await next(desk.as('ben'))).status).toBe(204);
  });

  test('gives the most pressing, then whoever waits longest, and never what somebody holds', async () => {
    const raise = async (priority: string) => {
      desk.clock.advance(1000);
      return raisedBy(desk.as('ben'), { priority, requesterId: carla.id });
    };
    const normal = await raise('normal');
    const held = await raise('urgent');
    const later = await raise('normal');
    const high = await raise('high');
    const answered = await raise('high');
    await desk.as('bea').post(`${at(held)}/claim`);
    await desk.as('bea').patch(at(answered), { status: 'open' });
    await desk.as('bea').post(`${at(await raise('urgent'))}/close`);
    await raisedBy(desk.as('sam'), { queueId: shipping.id, priority: 'urgent' });

    const first = await next(desk.as('ben'));
    expect(first).toMatchObject({ status: 200, body: { id: high.id, assigneeId: ben.id } });
    expect(first.headers.get('etag')).toBe(`"${first.body.version}"`);
    expect((await factsFor(desk.as('ben'), high)).at(-1)).toMatchObject({ type: 'ticket-claimed' });
    for (const due of [answered, normal, later]) {
      expect((await next(desk.as('ben'))).body.id).toBe(due.id);
    }
    expect((await next(desk.as('ben'))).status).toBe(204);

    await desk.as('ben').post(`${at(normal)}/release`);
    expect((await next(desk.as('bea'))).body.id).toBe(normal.id);
  });

  test('is never one that they raised themselves, however long it waits', async () => {
    const own = await raisedBy(desk.as('ben'), { priority: 'urgent' });
    const other = await raisedBy(desk.as('carla'));
    expect((await next(desk.as('ben'))).body.id).toBe(other.id);
    expect((await next(desk.as('ben'))).status).toBe(204);
    expect((await next(desk.as('bea'))).body.id).toBe(own.id);
  });

  test('those who ask at once, of two nodes, each get another one until nothing is left', async () => {
    const raised = [];
    for (let count = 0; count < 30; count += 1) raised.push((await raisedBy(desk.as('carla'))).id);
    const nodes = [desk, desk.online, other, other.online];
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        next((nodes[index % 4] ?? desk).as(index % 2 === 0 ? 'ben' : 'bea')),
      ),
    );
    const taken = answers.filter(({ status }) => status === 200).map(({ body }) => body.id);
    expect(taken.toSorted()).toEqual(raised.toSorted());
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(10);
  });
});
