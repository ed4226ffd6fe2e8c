import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, type DeskNode, startDesk } from '../../support/desk.ts';
import type { TicketBody } from '../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy, threadFor } from '../../support/http/stories.ts';
import { eachSharedEngine } from '../../support/shared-engines.ts';

eachSharedEngine('merging at once', (engine) => {
  let desk: Desk;
  let other: DeskNode;
  beforeAll(async () => {
    desk = await startDesk(engine);
    other = await desk.another();
  });
  afterAll(() => desk.close());

  const two = async () => [await raisedBy(desk.as('carla')), await raisedBy(desk.as('dora'))] as const;
  const merge = (node: DeskNode, source: TicketBody, into: TicketBody) =>
    node.as('ben').post(`${at(source)}/merge`, { into: into.id });

  test('of two opposite merges one wins, and the other finds that there is nothing to go into', async () => {
    for (let round = 0; round < 20; round += 1) {
      const [one, another] = await two();
      const answers = await Promise.all([merge(desk, one, another), merge(other, another, one)]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    }
  });

  test('the same merge twice is one merge, and every message goes along once', async () => {
    const [source, survivor] = await two();
    const answers = await Promise.all([merge(desk, source, survivor), merge(other, source, survivor)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const thread = await threadFor(desk.as('ben'), survivor);
    expect(new Set(thread.map(({ id }) => id)).size).toBe(thread.length);
    const facts = await factsFor(desk.as('ben'), survivor);
    expect(facts.filter(({ type }) => type === 'ticket-absorbed')).toHaveLength(1);
    expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, index) => index + 1));
    expect((await seenBy(desk.as('ben'), survivor)).version).toBe(facts.length);
  });

  test('what is written while tickets are merged goes along or is led to the survivor, never lost', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [source, survivor] = await two();
      const bodies = ['one', 'two', 'three', 'four'];
      const [merged, ...written] = await Promise.all([
        merge(other, source, survivor),
        ...bodies.map((body) => desk.as('carla').post(`${at(source)}/messages`, { body })),
      ]);
      expect(merged.status).toBe(200);
      for (const [index, answer] of written.entries()) {
        expect([201, 308]).toContain(answer.status);
        if (answer.status === 201) continue;
        expect(answer.headers.get('location')).toBe(`${at(survivor)}/messages`);
        const again = await desk.as('carla').post(`${at(survivor)}/messages`, { body: bodies[index] });
        expect(again.status).toBe(201);
      }
      const said = (await threadFor(desk.as('carla'), survivor)).map(({ body }) => body);
      for (const body of bodies) expect(said.filter((one) => one === body)).toEqual([body]);
    }
  });
});
