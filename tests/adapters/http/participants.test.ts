import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { TicketBody } from '../../support/http/bodies.ts';
import { at, factsFor, raisedBy } from '../../support/http/stories.ts';
import { dora, paul } from '../../support/people.ts';

type People = { readonly items: readonly { readonly id: string; readonly name: string }[] };

eachEngine('who takes part in a ticket', (engine) => {
  let desk: Desk;
  let ticket: TicketBody;
  beforeAll(async () => {
    desk = await startDesk(engine);
    ticket = await raisedBy(desk.as('carla'));
  });
  afterAll(() => desk.close());

  const place = (id: string): string => `${at(ticket)}/participants/${id}`;
  const listed = async (): Promise<readonly string[]> =>
    (await desk.as('paul').get<{ items: TicketBody[] }>('/v1/tickets')).body.items.map(({ id }) => id);

  test('is nobody at first', async () => {
    expect((await desk.as('carla').get<People>(`${at(ticket)}/participants`)).body).toEqual({
      items: [],
      nextCursor: null,
    });
    expect((await desk.as('paul').get(at(ticket))).status).toBe(404);
    expect(await listed()).not.toContain(ticket.id);
  });

  test('is whom staff add: they see it, find it in their list, and are mailed what is said', async () => {
    const before = (await desk.as('carla').get<TicketBody>(at(ticket))).body.version;
    const first = await desk.as('ben').put<TicketBody>(place(paul.id));
    expect(first).toMatchObject({ status: 200, body: { participantIds: [paul.id] } });
    expect((await desk.as('ben').put<TicketBody>(place(paul.id))).body.version).toBe(first.body.version);
    const seen = await desk.as('carla').get<TicketBody>(at(ticket));
    expect(seen.body).toMatchObject({ participantIds: [paul.id], version: before + 1 });
    expect((await desk.as('paul').get<People>(`${at(ticket)}/participants`)).body.items).toMatchObject([
      { id: paul.id },
    ]);
    expect(await listed()).toContain(ticket.id);
    await desk.as('ben').post(`${at(ticket)}/messages`, { body: 'We look into it' });
    expect((await desk.mails()).map(({ to }) => to)).toContain('paul@example.org');
    const facts = await factsFor(desk.as('carla'), ticket);
    const added = facts.filter(({ type }) => type === 'participant-added');
    expect(added).toMatchObject([{ data: { participantId: paul.id } }]);
  });

  test('is nobody whom customers add, or who does not exist', async () => {
    expect((await desk.as('carla').put(place(dora.id))).status).toBe(403);
    expect((await desk.as('ben').put(place('01957b3e-9c00-7b20-9a01-00000000dead'))).status).toBe(404);
    expect((await desk.as('ben').delete(place(dora.id))).status).toBe(404);
  });

  test('may leave, and then sees nothing of it any more', async () => {
    expect(await desk.as('paul').delete(place(paul.id))).toMatchObject({
      status: 200,
      body: { participantIds: [] },
    });
    expect((await desk.as('paul').get(at(ticket))).status).toBe(404);
    expect(await listed()).not.toContain(ticket.id);
    expect((await desk.as('carla').delete(place(paul.id))).status).toBe(403);
  });
});
