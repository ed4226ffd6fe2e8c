import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import type { ErasedTexts } from '#domain/privacy/erasure.ts';
import { UserId } from '#domain/shared/ids.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import { placesOf } from '../../support/every-column.ts';
import type { TicketBody } from '../../support/http/bodies.ts';
import { at, factsFor, raisedBy, threadFor } from '../../support/http/stories.ts';
import { carla, paul } from '../../support/people.ts';
import { noon } from '../../support/tickets.ts';

eachEngine('Erasing somebody whose ticket went into that of somebody else', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const say = (who: 'ben' | 'dora' | 'paul', ticket: TicketBody, body: string) =>
    desk.as(who).post(`${at(ticket)}/messages`, { body });
  const bodies = async (ticket: TicketBody) =>
    (await threadFor(desk.as('ben'), ticket)).filter(({ automatic }) => !automatic).map(({ body }) => body);
  const placesWith = (word: string) => placesOf(resolve(desk.hexdesk.container, tokens.database), [word]);
  const erase = async (user: UserId, texts: ErasedTexts) => {
    const { reapplyErasures } = resolve(desk.hexdesk.container, tokens.useCases);
    expect(await reapplyErasures([{ user, at: noon, texts }])).toEqual({ erased: 1 });
    await desk.mails();
  };
  const mergedInto = async (source: TicketBody, survivor: TicketBody) => {
    await say('ben', source, 'You wrote numbat, did you not?');
    await say('ben', survivor, 'One moment, dora');
    expect((await desk.as('ben').post(`${at(source)}/merge`, { into: survivor.id })).status).toBe(200);
  };

  test('finds their words in both tickets, before and after, and takes nothing of the other customer', async () => {
    const source = await raisedBy(desk.as('paul'), { body: 'Hello, numbat' });
    const survivor = await raisedBy(desk.as('dora'), { body: 'Hello from dora' });
    await mergedInto(source, survivor);
    await say('paul', survivor, 'And once more: bilby');
    const archive = await desk.as('paul').get('/v1/me/export');
    for (const { id } of [source, survivor]) expect(archive.text).toContain(id);
    expect(archive.text.match(/Hello, numbat/g)).toHaveLength(2);
    expect(archive.text.match(/bilby/g)).toHaveLength(1);

    await erase(paul.id, 'own');
    expect(await bodies(survivor)).toEqual([
      'Hello from dora',
      'One moment, dora',
      '[erased]',
      'You wrote numbat, did you not?',
      '[erased]',
    ]);
    expect(await placesWith('bilby')).toEqual([]);
    await desk.as('ben').post(`${at(source)}/merge/undo`);
    expect(await bodies(source)).toEqual(['[erased]', 'You wrote numbat, did you not?']);
    expect(await bodies(survivor)).toEqual(['Hello from dora', 'One moment, dora', '[erased]']);
  });

  test('takes what answers quoted of them also where it went, if the texts of others go', async () => {
    const source = await raisedBy(desk.as('carla'), { subject: 'A numbat', body: 'Hello, numbat' });
    const survivor = await raisedBy(desk.as('dora'), { body: 'Hello from dora' });
    await mergedInto(source, survivor);
    await erase(carla.id, 'all');
    const gone = ['[erased]', '[erased]'];
    expect(await bodies(survivor)).toEqual(['Hello from dora', 'One moment, dora', ...gone]);
    const told = (await factsFor(desk.as('dora'), survivor)).filter(({ type }) => type === 'person-erased');
    expect(told.map(({ data }) => data)).toEqual([{ personId: carla.id, texts: 'all' }]);
    await desk.as('ben').post(`${at(source)}/merge/undo`);
    expect(await bodies(source)).toEqual(gone);
    expect(await bodies(survivor)).toEqual(['Hello from dora', 'One moment, dora']);
  });

  test('reaches where it went also if they wrote not a word, and take part no more', async () => {
    const wanted = { requesterEmail: 'walk.in@example.org', body: 'She called about a dugong' };
    const source = await raisedBy(desk.as('ben'), wanted);
    const survivor = await raisedBy(desk.as('dora'));
    await mergedInto(source, survivor);
    const left = await desk.as('ben').delete(`${at(survivor)}/participants/${source.requesterId}`);
    expect(left.status).toBe(200);
    await erase(UserId(source.requesterId), 'all');
    expect(await placesWith('dugong')).toEqual([]);
  });
});
