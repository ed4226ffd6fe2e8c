import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import { at, raisedBy } from '../../support/http/stories.ts';
import { ben } from '../../support/people.ts';

type Counters = {
  readonly queueId: string;
  readonly statuses: Readonly<Record<string, number>>;
  readonly holders: readonly { readonly userId: string; readonly tickets: number }[];
};

type Person = Parameters<Desk['as']>[0];

eachEngine('Counters of queues', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const countersOf = async (name: Person): Promise<readonly Counters[]> => {
    const { status, body } = await desk.as(name).get('/v1/queues/counters');
    expect(status).toBe(200);
    return (body as { items: readonly Counters[] }).items;
  };

  test('say how many tickets of each status there are, and who holds how many', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    await raisedBy(desk.as('carla'));
    await desk.as('ben').post(`${at(ticket)}/claim`);
    const [before] = (await countersOf('ben')).filter(({ queueId }) => queueId === ticket.queueId);
    expect(before?.holders).toEqual([{ userId: ben.id, tickets: 1 }]);
    const open = Object.values(before?.statuses ?? {}).reduce((sum, count) => sum + count, 0);
    expect(open).toBe(2);
    await desk.as('ben').post(`${at(ticket)}/messages`, { body: 'Done', status: 'solved' });
    const [after] = (await countersOf('ben')).filter(({ queueId }) => queueId === ticket.queueId);
    expect(after).toMatchObject({ holders: [], statuses: { solved: 1 } });
  });

  test('are of the queues one works, and of no other', async () => {
    const queues = async (name: Person): Promise<readonly string[]> =>
      ((await desk.as(name).get('/v1/queues')).body as { items: readonly { id: string }[] }).items.map(
        ({ id }) => id,
      );
    for (const name of ['ben', 'sam', 'ada'] as const) {
      expect((await countersOf(name)).map(({ queueId }) => queueId)).toEqual(await queues(name));
    }
    expect(await queues('sam')).not.toEqual(await queues('ben'));
    expect((await desk.as('carla').get('/v1/queues/counters')).status).toBe(403);
  });
});
