import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { at, raisedBy } from '../../../support/http/stories.ts';

const path = '/v1/me/notification-preferences';
const everything = {
  'ticket-acknowledged': true,
  'ticket-replied': true,
  'ticket-solved': true,
  'ticket-assigned': true,
  'note-written': true,
};

eachEngine('Which mails somebody wants', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  test('is every one until they say otherwise, and what is not named comes again', async () => {
    expect(await desk.as('ben').get(path)).toMatchObject({ status: 200, body: { email: everything } });
    const less = { ...everything, 'note-written': false, 'ticket-assigned': false };
    const body = { email: { 'note-written': false, 'ticket-assigned': false } };
    expect(await desk.as('ben').put(path, body)).toMatchObject({ status: 200, body: { email: less } });
    expect(await desk.as('ben').get(path)).toMatchObject({ body: { email: less } });
    expect(await desk.as('ben').put(path, { email: {} })).toMatchObject({ body: { email: everything } });
  });

  test('keeps the mails away that they do not want, and no other', async () => {
    await desk.as('carla').put(path, { email: { 'ticket-acknowledged': false } });
    const ticket = await raisedBy(desk.as('carla'));
    await desk.as('ben').post(`${at(ticket)}/messages`, { body: 'On my way.' });
    const kinds = (await desk.mails())
      .filter(({ to, ticket: about }) => to.startsWith('carla@') && about === ticket.id)
      .map(({ letter }) => letter.kind);
    expect(kinds).toEqual(['ticket-replied']);
  });

  test('is only about tickets: what happens to an account is always told', async () => {
    const body = { email: { 'password-changed': false } };
    expect(await desk.as('carla').put(path, body)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'email.password-changed', code: 'unknown-field' }] },
    });
  });
});
