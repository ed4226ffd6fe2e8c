import { afterAll, beforeAll, expect, test } from 'vitest';
import { days } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { ProblemBody, TicketBody } from '../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy } from '../../support/http/stories.ts';

eachEngine('Waiting', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const ask = (ticket: TicketBody, revision: object) =>
    desk.as('ben').patch<TicketBody & ProblemBody>(at(ticket), revision);

  test('may have an end, which may be moved', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    const until = new Date(desk.clock.now().getTime() + days(3));
    const waiting = await ask(ticket, { status: 'on-hold', waitUntil: until });
    expect(waiting.body).toMatchObject({ status: 'on-hold', waitUntil: until.toISOString() });
    const moved = await ask(ticket, { waitUntil: '2027-01-01T12:00:00+02:00' });
    expect(moved.body).toMatchObject({ status: 'on-hold', waitUntil: '2027-01-01T10:00:00.000Z' });
    await desk.as('carla').post(`${at(ticket)}/messages`, { body: 'Any news?' });
    expect(await seenBy(desk.as('ben'), ticket)).toMatchObject({
      status: 'on-hold',
      customerWaiting: true,
    });
  });

  test('lasts until somebody ends it, once its end is taken away', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    const until = new Date(desk.clock.now().getTime() + days(3));
    await ask(ticket, { status: 'pending', waitUntil: until });
    const endless = await ask(ticket, { waitUntil: null });
    expect(endless).toMatchObject({ status: 200, body: { status: 'pending', waitUntil: null } });
    expect((await factsFor(desk.as('carla'), ticket)).at(-1)).toMatchObject({
      type: 'ticket-set-pending',
      changes: { waitUntil: { before: until.toISOString(), after: null } },
    });
    expect((await ask(ticket, { status: 'open', waitUntil: null })).status).toBe(200);
  });

  test('ends by itself when its moment has come', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    const until = new Date(desk.clock.now().getTime() + days(3));
    await ask(ticket, { status: 'pending', waitUntil: until });
    desk.clock.advance(days(3));
    await expect
      .poll(async () => (await seenBy(desk.as('carla'), ticket)).status, { timeout: 10_000 })
      .toBe('open');
    const facts = await factsFor(desk.as('carla'), ticket);
    expect(facts.at(-1)).toMatchObject({ type: 'ticket-opened-again', actor: { kind: 'system' } });
  });

  test.each([
    ['in the past', { status: 'pending', waitUntil: '2020-01-01T00:00:00Z' }, 'wait-until-in-the-past'],
    ['without waiting', { waitUntil: '2030-01-01T00:00:00Z' }, 'wait-until-without-waiting'],
    ['for solving', { status: 'solved', waitUntil: '2030-01-01T00:00:00Z' }, 'wait-until-without-waiting'],
  ])('has no end %s', async (_, revision, code) => {
    const ticket = await raisedBy(desk.as('carla'));
    const answer = await ask(ticket, revision);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'waitUntil', code }] } });
  });

  test('may last to the end of time', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    const waitUntil = '9999-12-31T23:59:59.999Z';
    expect((await ask(ticket, { status: 'pending', waitUntil })).body).toMatchObject({ waitUntil });
    expect(await seenBy(desk.as('carla'), ticket)).toMatchObject({ waitUntil });
  });
});
