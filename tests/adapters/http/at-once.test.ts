import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, type DeskNode, startDesk } from '../../support/desk.ts';
import type { PageBody } from '../../support/http/bodies.ts';
import type { Answer } from '../../support/http/client.ts';
import { at, factsFor, raisedBy, seenBy, ticketsOf } from '../../support/http/stories.ts';
import { bea, ben, lena } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
import { eachSharedEngine } from '../../support/shared-engines.ts';

const everyNode = ['one node', 'two nodes'] as const;

eachSharedEngine('what comes at once', (engine) => {
  let desk: Desk;
  let nodes: Readonly<Record<(typeof everyNode)[number], readonly DeskNode[]>>;
  beforeAll(async () => {
    desk = await startDesk(engine);
    nodes = { 'one node': [desk], 'two nodes': [desk, await desk.another()] };
  });
  afterAll(() => desk.close());

  /** So many requests at once, by turns over the nodes and over sockets and none. */
  const atOnce = (
    times: number,
    where: (typeof everyNode)[number],
    send: (node: Pick<DeskNode, 'as'>, index: number) => Promise<Answer>,
  ): Promise<readonly Answer[]> => {
    const ways = nodes[where].flatMap((node) => [node, node.online]);
    return Promise.all(
      Array.from({ length: times }, (_, index) => send(ways[index % ways.length] ?? desk, index)),
    );
  };

  describe.each(everyNode)('to %s', (where) => {
    test('twenty claims have one winner; the others learn who that is, and there is one fact', async () => {
      const names = ['ben', 'bea', 'lena'] as const;
      const ticket = await raisedBy(desk.as('carla'));
      const answers = await atOnce(20, where, (node, index) =>
        node.as(names[index % 3] ?? 'ben').post(`${at(ticket)}/claim`),
      );

      const { assigneeId } = await seenBy(desk.as('lena'), ticket);
      expect([ben.id, bea.id, lena.id]).toContain(assigneeId);
      expect(answers.filter(({ status }) => status === 200)).toMatchObject([{ body: { assigneeId } }]);
      const lost = answers.filter(({ status }) => status === 409);
      expect(lost).toHaveLength(19);
      for (const { body } of lost) expect(body).toMatchObject({ code: 'already-claimed', assigneeId });
      expect((await factsFor(desk.as('lena'), ticket)).map(({ type }) => type)).toEqual([
        'ticket-opened',
        'ticket-acknowledged',
        'ticket-claimed',
      ]);
    });

    test('twelve equal keys have one effect; the others get its answer, or hear that it runs', async () => {
      const wanted = { subject: 'Charged twice', body: 'Please help', queueId: billing.id };
      for (let round = 1; round <= 5; round += 1) {
        const before = (await ticketsOf(desk.as('carla'))).length;
        const key = { 'idempotency-key': `${where} ${round}`.replaceAll(' ', '-') };
        const answers = await atOnce(12, where, (node) => node.as('carla').post('/v1/tickets', wanted, key));

        const done = answers.filter(({ status }) => status === 201);
        const running = answers.filter(({ status }) => status === 409);
        expect(done.length + running.length).toBe(12);
        expect(done.filter(({ headers }) => !headers.has('idempotency-replayed'))).toHaveLength(1);
        expect(new Set(done.map(({ text }) => text)).size).toBe(1);
        for (const answer of running) {
          expect(answer.body).toMatchObject({ code: 'idempotency-in-flight' });
          expect(answer.headers.get('retry-after')).toBe('1');
        }
        expect(await ticketsOf(desk.as('carla'))).toHaveLength(before + 1);
        const later = await desk.as('carla').post('/v1/tickets', wanted, key);
        expect(later.text).toBe(done[0]?.text);
      }
    });

    test('ten tickets for one new address make one person', async () => {
      const requesterEmail = `new.in.${where.replace(' ', '.')}@example.org`;
      const answers = await atOnce(10, where, (node) =>
        node
          .as('ben')
          .post('/v1/tickets', { subject: 'By phone', body: 'x', queueId: billing.id, requesterEmail }),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
      expect(new Set(answers.map(({ body }) => (body as { requesterId: string }).requesterId)).size).toBe(1);
      const people = await desk.as('ada').get<PageBody<{ email: string }>>('/v1/users?limit=100');
      expect(people.body.items.filter(({ email }) => email === requesterEmail)).toHaveLength(1);
    });

    test('messages are counted without a gap, and nothing is lost', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      const answers = await atOnce(16, where, (node, index) =>
        node
          .as(index % 2 === 0 ? 'carla' : 'ben')
          .post(`${at(ticket)}/messages`, { body: `Message ${index}` }),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
      const facts = await factsFor(desk.as('ben'), ticket);
      expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, index) => index + 1));
      expect(facts.filter(({ type }) => type === 'ticket-replied')).toHaveLength(16);
      const seqs = answers.map(({ body }) => (body as { seq: number }).seq);
      expect(new Set(seqs).size).toBe(16);
    });
  });

  test('a cursor, a kept answer and a sign-in given by one node are good on the other', async () => {
    const other = nodes['two nodes'][1] ?? desk;
    const { nextCursor } = (await desk.as('ada').get<PageBody<unknown>>('/v1/tickets?limit=2')).body;
    const path = `/v1/tickets?limit=2&cursor=${nextCursor}`;
    expect((await other.as('ada').get(path)).text).toBe((await desk.as('ada').get(path)).text);
    const ticket = await raisedBy(desk.as('carla'));
    const key = { 'idempotency-key': 'from-one-to-the-other' };
    const first = await desk.as('ben').post(`${at(ticket)}/claim`, undefined, key);
    const again = await other.as('ben').post(`${at(ticket)}/claim`, undefined, key);
    expect(again).toMatchObject({ status: 200, text: first.text });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });
});
