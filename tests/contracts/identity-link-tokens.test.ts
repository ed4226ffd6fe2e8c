import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CorruptRow } from '#adapters/mikro-orm/corrupt-row.ts';
import type { LinkToken } from '#application/ports/link-token-store.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { address, carlaWith, userId } from '../support/identity-people.ts';
import { type IdentityStores, identityStoresOn } from '../support/identity-stores.ts';
import { later, noon } from '../support/tickets.ts';

const clock = { now: () => noon };
const carla = carlaWith();
const dora = carlaWith({ id: userId(1), email: address('dora@example.org') });

const link: LinkToken = { hash: 'Link', user: carla.id, purpose: 'invitation', expiresAt: later(1234) };

eachEngine('keeping the tokens of mailed links', (engine) => {
  let database: TestDatabase;
  let stores: IdentityStores;

  beforeAll(async () => {
    database = await openTestDatabase(engine, clock);
    stores = identityStoresOn(database, clock);
  });
  beforeEach(async () => {
    await database.empty();
    await stores.unitOfWork.run(async (tx) => {
      await tx.users.add(carla);
      await tx.users.add(dora);
      await tx.linkTokens.add(link);
    });
  });
  afterAll(() => database.close());

  const take = (hash: string) => stores.unitOfWork.run((tx) => tx.linkTokens.take(hash));

  test('gives a token once', async () => {
    expect(await take('Link')).toEqual(link);
    expect(await take('Link')).toBeUndefined();
  });

  test('gives it to one of many who come at once', async () => {
    const takers = await Promise.all(Array.from({ length: 8 }, () => take('Link')));
    expect(takers.filter((taken) => taken !== undefined)).toEqual([link]);
  });

  test('gives it to nobody who names it otherwise', async () => {
    for (const wrong of ['link', 'LINK', 'Lin', 'Link\0', '', ' ']) expect(await take(wrong)).toBeUndefined();
    expect(await take('Link')).toEqual(link);
  });

  test('leaves it where it was when the taker fails', async () => {
    const failing = stores.unitOfWork.run(async (tx) => {
      await tx.linkTokens.take('Link');
      throw new Error('something else went wrong');
    });
    await expect(failing).rejects.toThrow('something else');
    expect(await take('Link')).toEqual(link);
  });

  test('is broken, and says so, where a link is for what nobody knows', async () => {
    await database.session.db().updateTable('link_tokens').set({ purpose: 'anything' }).execute();
    await expect(take('Link')).rejects.toThrow(CorruptRow);
  });

  test('removes all of one person', async () => {
    const hers: LinkToken = { ...link, hash: 'hers', user: dora.id, purpose: 'password-reset' };
    await stores.unitOfWork.run(async (tx) => {
      await tx.linkTokens.add({ ...link, hash: 'second' });
      await tx.linkTokens.add(hers);
      await tx.linkTokens.removeAllOf(carla.id);
    });
    expect([await take('Link'), await take('second'), await take('hers')]).toEqual([
      undefined,
      undefined,
      hers,
    ]);
  });
});
