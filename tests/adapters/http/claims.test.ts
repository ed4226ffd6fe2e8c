import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { ProblemBody } from '../../support/http/bodies.ts';
import { at, raisedBy } from '../../support/http/stories.ts';
import { bea, ben, carla, lena, sam } from '../../support/people.ts';

eachEngine('holding a ticket', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  test('whoever holds it already is told so like anybody', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    expect(await desk.as('ben').post(`${at(ticket)}/claim`)).toMatchObject({
      status: 200,
      body: { assigneeId: ben.id, version: 3 },
    });
    expect(await desk.as('ben').post(`${at(ticket)}/claim`)).toMatchObject({
      status: 409,
      body: { code: 'already-claimed', assigneeId: ben.id },
    });
  });

  test('is given back by its holder or a lead, not by anybody else', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    await desk.as('ben').post(`${at(ticket)}/claim`);
    expect((await desk.as('bea').post(`${at(ticket)}/release`)).status).toBe(403);
    expect(await desk.as('ben').post(`${at(ticket)}/release`)).toMatchObject({
      status: 200,
      body: { assigneeId: null },
    });
    expect(await desk.as('ben').post(`${at(ticket)}/release`)).toMatchObject({
      status: 409,
      body: { code: 'not-assigned' },
    });
    await desk.as('ben').post(`${at(ticket)}/claim`);
    expect((await desk.as('lena').post(`${at(ticket)}/release`)).status).toBe(200);
  });

  test('is taken over by a lead', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    expect(await desk.as('lena').post(`${at(ticket)}/steal`)).toMatchObject({
      status: 409,
      body: { code: 'not-assigned' },
    });
    await desk.as('ben').post(`${at(ticket)}/claim`);
    expect(await desk.as('lena').post(`${at(ticket)}/steal`)).toMatchObject({
      status: 200,
      body: { assigneeId: lena.id },
    });
    expect(await desk.as('lena').post(`${at(ticket)}/steal`)).toMatchObject({
      status: 409,
      body: { code: 'already-claimed', assigneeId: lena.id },
    });
  });

  test('is handed to whoever works in its queue, and to nobody else', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    const assign = (userId: string) => desk.as('lena').put<ProblemBody>(`${at(ticket)}/assignee`, { userId });
    expect(await assign(bea.id)).toMatchObject({ status: 200, body: { assigneeId: bea.id } });
    expect(await assign(bea.id)).toMatchObject({ status: 200, body: { version: 3 } });
    for (const unfit of [sam.id, carla.id, ticket.id]) {
      const answer = await assign(unfit);
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([{ path: 'userId', code: 'assignee-not-eligible' }]);
    }
    expect((await assign('bea')).body.errors).toMatchObject([{ path: 'userId', code: 'invalid-id' }]);
    const numeric = await desk.as('lena').put<ProblemBody>(`${at(ticket)}/assignee`, { userId: 7 });
    expect(numeric.body.errors).toMatchObject([{ path: 'userId', code: 'invalid-type' }]);
  });

  test.each(['claim', 'release', 'steal', 'close', 'reopen'])(
    '%s needs no body and no Content-Type',
    async (step) => {
      const ticket = await raisedBy(desk.as('carla'));
      if (step !== 'claim') await desk.as('ben').post(`${at(ticket)}/claim`);
      if (step === 'reopen') await desk.as('ben').patch(at(ticket), { status: 'solved' });
      const answer = await desk.online.as('lena').post(`${at(ticket)}/${step}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('etag')).toMatch(/^"\d+"$/);
    },
  );

  test('is nothing for a ticket that is done', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    await desk.as('ben').patch(at(ticket), { status: 'solved' });
    expect(await desk.as('lena').post(`${at(ticket)}/claim`)).toMatchObject({
      status: 409,
      body: { code: 'already-claimed', assigneeId: ben.id },
    });
    expect(await desk.as('lena').post(`${at(ticket)}/steal`)).toMatchObject({
      status: 409,
      body: { code: 'ticket-not-active', state: 'solved' },
    });
    await desk.as('ben').post(`${at(ticket)}/close`);
    expect(await desk.as('lena').post(`${at(ticket)}/steal`)).toMatchObject({
      status: 409,
      body: { code: 'ticket-closed' },
    });
  });
});
