import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import { record, travelling } from '../../support/records.ts';

eachEngine('A ticket from elsewhere', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
    const bring = resolve(desk.hexdesk.container, tokens.useCases).importTickets;
    const note = travelling('ben@example.org', 'Mind the past', { kind: 'internal' });
    const messages = [...record('OLD-1').messages, note];
    expect(await bring([record('OLD-1', { messages }), record('OLD-2')])).toEqual([
      { outcome: 'imported' },
      { outcome: 'imported' },
    ]);
  });
  afterAll(() => desk.close());

  test('is found by its name there, which staff see', async () => {
    const { body } = await desk.as('ben').get('/v1/tickets?externalId=OLD-1');
    expect(body).toMatchObject({ items: [{ externalId: 'OLD-1', channel: 'import', number: 1 }] });
    expect((await desk.as('ben').get('/v1/tickets?externalId=old-1')).body).toMatchObject({ items: [] });
    expect((await desk.as('ben').get('/v1/tickets/1')).body).toMatchObject({ externalId: 'OLD-1' });
    expect((await desk.as('ben').get('/v1/tickets/1/facts')).body).toMatchObject({
      items: [
        { type: 'ticket-opened' },
        { type: 'note-written' },
        { type: 'ticket-imported', data: { externalId: 'OLD-1' } },
      ],
    });
  });

  test('is to its customer a ticket like any other', async () => {
    expect((await desk.as('carla').get('/v1/tickets?externalId=OLD-1')).body).toMatchObject({ items: [] });
    expect((await desk.as('carla').get('/v1/tickets/1')).body).toMatchObject({
      externalId: null,
      version: 1,
    });
    const { body } = await desk.as('carla').get('/v1/tickets/1/facts');
    expect(body).toMatchObject({ items: [{ type: 'ticket-opened' }] });
    expect(body).toHaveProperty('items.length', 1);
  });

  test('causes mail only by what happens to it here', async () => {
    expect(await desk.mails()).toEqual([]);
    await desk.as('ben').post('/v1/tickets/1/messages', { body: 'Welcome' });
    expect((await desk.mails()).map(({ to, letter }) => [to, letter.kind])).toEqual([
      ['carla@example.org', 'ticket-replied'],
    ]);
  });
});
