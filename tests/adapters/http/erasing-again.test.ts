import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import type { ErasedTexts } from '#domain/privacy/erasure.ts';
import { UserId } from '#domain/shared/ids.ts';
import { type Desk, startDesk, swap } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import { placesOf } from '../../support/every-column.ts';
import { at, raisedBy, threadFor } from '../../support/http/stories.ts';
import { address } from '../../support/mails.ts';
import { carla, dora, paul } from '../../support/people.ts';
import { noon } from '../../support/tickets.ts';

eachEngine('Erasing again whom a backup brought back', (engine) => {
  let desk: Desk;
  /** What the list outside of the database does when it is written. */
  let write: () => Promise<void>;
  beforeAll(async () => {
    write = async () => {};
    const journal = { add: () => write(), catchUp: () => write(), all: async () => [] };
    desk = await startDesk(engine, {
      rewire: (container) => swap(container, tokens.erasureJournal, journal),
    });
  });
  afterAll(() => desk.close());

  const again = (user: UserId, texts: ErasedTexts) =>
    resolve(desk.hexdesk.container, tokens.useCases).reapplyErasures([{ user, at: noon, texts }]);

  test('takes the texts that were to go then, whatever the rule is now', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    const quote = { body: 'You wrote: Please help, quokka' };
    await desk.as('ben').post(`${at(ticket)}/messages`, quote, { 'idempotency-key': 'a-quote' });
    expect(await again(carla.id, 'all')).toEqual({ erased: 1 });
    await desk.mails();
    const bodies = (await threadFor(desk.as('ben'), ticket)).map(({ body }) => body);
    expect(new Set(bodies)).toEqual(new Set(['[erased]']));
    expect(await placesOf(resolve(desk.hexdesk.container, tokens.database), ['quokka'])).toEqual([]);
    expect(await again(carla.id, 'all')).toEqual({ erased: 0 });
  });

  test('is done to somebody also when the list outside cannot be written right now', async () => {
    write = () => Promise.reject(new Error('no space left'));
    expect(await desk.as('ada').delete(`/v1/users/${dora.id}`)).toMatchObject({ status: 204 });
    write = async () => {};
  });

  test('goes on in the background meanwhile', async () => {
    const [unitOfWork, erasures] = [
      resolve(desk.hexdesk.container, tokens.unitOfWork),
      resolve(desk.hexdesk.container, tokens.erasures),
    ];
    const ticket = await raisedBy(desk.as('paul'));
    write = () => Promise.reject(new Error('no space left'));
    await unitOfWork.run((tx) => tx.personalData.begin({ user: paul.id, at: noon, texts: 'own' }));
    await expect.poll(() => erasures.running(paul.id), { timeout: 15_000 }).toBeUndefined();
    write = async () => {};
    expect((await threadFor(desk.as('ben'), ticket))[0]?.body).toBe('[erased]');
  });

  test('spares not even the last admin; the next start makes another', async () => {
    const ensure = resolve(desk.hexdesk.container, tokens.useCases).ensureFirstAdmin;
    const wanted = { email: address('new.admin@example.org'), password: undefined, keep: async () => {} };
    expect(await ensure(wanted)).toBeUndefined();
    const { body } = await desk
      .as('ada')
      .get<{ items: readonly { id: string; roles: readonly string[] }[] }>('/v1/users?limit=100');
    const admins = body.items.filter(({ roles }) => roles.includes('admin'));
    for (const { id } of admins) expect(await again(UserId(id), 'own')).toEqual({ erased: 1 });
    expect(await ensure(wanted)).toMatchObject({ email: 'new.admin@example.org' });
    expect(await ensure(wanted)).toBeUndefined();
  });

  test('leaves somebody whom nothing is granted to, and who joins nothing any more', async () => {
    const grant = { role: 'agent', scope: 'global' };
    const admin = desk.as('lena');
    expect(await admin.post(`/v1/users/${dora.id}/grants`, grant)).toMatchObject({ status: 404 });
  });
});
