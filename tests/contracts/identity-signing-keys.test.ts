import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mikroOrmSigningKeys } from '#adapters/mikro-orm/identity/signing-keys.ts';
import { aesSecretBox } from '#adapters/system/aes-secret-box.ts';
import { secretKey } from '#adapters/system/secret-key.ts';
import type { SigningKey } from '#application/ports/signing-keys.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { type IdentityStores, identityStoresOn } from '../support/identity-stores.ts';
import { later, noon } from '../support/tickets.ts';

const clock = { now: () => noon };

const key = (kid: string, createdAt: Date, follows?: string): SigningKey => ({
  kid,
  publicJwk: { kty: 'OKP', x: `public ${kid}` },
  privateJwk: { kty: 'OKP', d: `private ${kid}` },
  createdAt,
  signsFrom: later(60_000),
  follows: follows ?? `none before ${kid}`,
});

eachEngine('keeping signing keys', (engine) => {
  let database: TestDatabase;
  let stores: IdentityStores;

  beforeAll(async () => {
    database = await openTestDatabase(engine, clock);
    stores = identityStoresOn(database, clock);
  });
  beforeEach(() => database.empty());
  afterAll(() => database.close());

  test('gives them back in one order, the oldest first', async () => {
    for (const one of [key('b', later(1)), key('c', noon), key('a', later(1))])
      await stores.signingKeys.add(one);
    expect(await stores.signingKeys.all()).toEqual([key('c', noon), key('a', later(1)), key('b', later(1))]);
  });

  test('keeps the first of one name', async () => {
    await stores.signingKeys.add(key('a', noon));
    await stores.signingKeys.add(key('a', later(1)));
    expect(await stores.signingKeys.all()).toEqual([key('a', noon)]);
  });

  test('keeps one of those that follow the same key, whoever makes them at the same moment', async () => {
    const another = engine.name === 'MySQL' ? identityStoresOn(await database.anotherNode(), clock) : stores;
    for (const before of [undefined, 'a']) {
      const name = before ?? 'first';
      const next = (count: number) => ({ ...key(`${name} ${count}`, noon), follows: before });
      const nodes = [stores, another, stores, another];
      const added = await Promise.all(nodes.map(({ signingKeys }, at) => signingKeys.add(next(at))));
      expect(added.filter((isAdded) => isAdded)).toHaveLength(1);
    }
    expect(await stores.signingKeys.all()).toHaveLength(2);
  });

  test('throws one away, once', async () => {
    await stores.signingKeys.add(key('a', noon));
    await stores.signingKeys.add(key('b', noon));
    expect(await stores.signingKeys.remove('a')).toBe(true);
    expect(await stores.signingKeys.remove('a')).toBe(false);
    expect(await stores.signingKeys.all()).toEqual([key('b', noon)]);
  });

  test('lets a key from before there was rotation sign from the start', async () => {
    await stores.signingKeys.add(key('old', noon));
    await database.session.transaction(async () => {
      const since = { signs_from: null, follows: null };
      await database.session.db().updateTable('signing_keys').set(since).execute();
    });
    expect(await stores.signingKeys.all()).toMatchObject([{ signsFrom: noon, follows: undefined }]);
  });

  test('keeps the private half sealed', async () => {
    await stores.signingKeys.add(key('a', noon));
    const rows = await database.session.read((db) => db.selectFrom('signing_keys').selectAll().execute());
    expect(JSON.stringify(rows)).toContain('public a');
    expect(JSON.stringify(rows)).not.toContain('private a');
    const stranger = mikroOrmSigningKeys(
      database.session,
      aesSecretBox({ secretKey: secretKey('the secret of somebody else entirely') }),
    );
    await expect(stranger.all()).rejects.toMatchObject({ code: 'seal-broken' });
  });
});
