import { afterAll, beforeAll, expect, test } from 'vitest';
import { days, seconds } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { MessageBody, TicketBody } from '../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy } from '../../support/http/stories.ts';
import { carla, dora } from '../../support/people.ts';

eachEngine('What comes to a merged ticket later', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const two = async () => ({
    source: await raisedBy(desk.as('carla'), { body: 'Hello from carla' }),
    survivor: await raisedBy(desk.as('dora'), { body: 'Hello from dora' }),
  });
  const merge = (source: TicketBody, survivor: TicketBody) =>
    desk.as('ben').post(`${at(source)}/merge`, { into: survivor.id });
  const lastly = async (ticket: TicketBody) => (await factsFor(desk.as('ben'), ticket)).at(-1)?.type;
  const opensByItself = (ticket: TicketBody) =>
    expect.poll(() => lastly(ticket), { timeout: 10_000 }).toBe('ticket-opened-again');

  test('its moment passes without a word, and counts again once the merge is undone', async () => {
    const { source, survivor } = await two();
    const control = await raisedBy(desk.as('carla'));
    const waitUntil = new Date(desk.clock.now().getTime() + days(3));
    for (const waiting of [source, control])
      await desk.as('ben').patch(at(waiting), { status: 'pending', waitUntil });
    await merge(source, survivor);
    desk.clock.advance(days(3));
    await opensByItself(control);
    expect(await lastly(source)).toBe('ticket-merged');
    const undone = await desk.as('ben').post(`${at(source)}/merge/undo`);
    expect(undone.status).toBe(200);
    desk.clock.advance(seconds(10));
    await opensByItself(source);
    expect((await seenBy(desk.as('ben'), survivor)).status).toBe('new');
  });

  test('whoever raised it follows up on the survivor, once that is closed', async () => {
    const { source, survivor } = await two();
    await merge(source, survivor);
    await desk.as('ada').post(`${at(survivor)}/close`);
    const written = await desk.as('carla').post<MessageBody>(`${at(source)}/messages`, { body: 'Again!' });
    expect(written.status).toBe(308);
    const there = await desk
      .as('carla')
      .post<MessageBody>(written.headers.get('location') ?? '', { body: 'Again!' });
    expect(there).toMatchObject({ status: 201, body: { authorId: carla.id } });
    const followUp = await seenBy(desk.as('carla'), { id: there.body.ticketId });
    expect(followUp).toMatchObject({
      ...{ followUpOf: survivor.id, status: 'new' },
      ...{ requesterId: dora.id, participantIds: [carla.id] },
    });
  });

  test('letters go on in the thread of the survivor', async () => {
    const { source, survivor } = await two();
    await merge(source, survivor);
    await desk.mails();
    await desk.as('ben').post(`${at(survivor)}/messages`, { body: 'To both of you' });
    const replies = (await desk.mails()).filter(({ letter }) =>
      JSON.stringify(letter).includes('To both of you'),
    );
    expect(replies.map(({ to, ticket }) => [to, ticket]).toSorted()).toEqual([
      ['carla@example.org', survivor.id],
      ['dora@example.org', survivor.id],
    ]);
  });
});
