import { afterAll, beforeAll, expect, test } from 'vitest';
import { mikroOrmSweeper } from '#adapters/mikro-orm/sweeper.ts';
import { after, days, minutes } from '#domain/shared/duration.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';

const noon = new Date('2026-03-02T12:00:00.000Z');
const user = '0192f0c0-0000-7000-8000-000000000001';
const old = '0192f0c0-0000-7000-8000-000000000002';
const current = '0192f0c0-0000-7000-8000-000000000003';

eachEngine('sweeping', (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  const signIn = async (id: string, expiresAt: Date): Promise<void> => {
    const { session } = database;
    const moment = session.dialect.toMoment(noon);
    const signedIn = { id, user_id: user, created_at: moment, last_used_at: moment, revoked_at: null };
    const kept = {
      ...signedIn,
      address: '127.0.0.1',
      user_agent: '',
      expires_at: session.dialect.toMoment(expiresAt),
    };
    await session.db().insertInto('sessions').values(kept).execute();
    await session
      .db()
      .insertInto('refresh_tokens')
      .values({ hash: id, session_id: id, generation: 1, used_at: null })
      .execute();
    await session
      .db()
      .insertInto('live_tickets')
      .values({ hash: id, session_id: id, expires_at: session.dialect.toMoment(expiresAt) })
      .execute();
  };

  test('throws away sign-ins that have long been over, with all that belongs to them, and no others', async () => {
    const { session } = database;
    await session.read((db) =>
      db
        .insertInto('users')
        .values({
          id: user,
          email: 'carla@example.org',
          first_name: 'Carla',
          last_name: 'Reyes',
          status: 'active',
          password_hash: null,
          created_at: session.dialect.toMoment(noon),
        })
        .execute(),
    );
    await signIn(old, after(noon, -days(8)));
    await signIn(current, after(noon, minutes(1)));

    const rows = await mikroOrmSweeper(session).sweep(noon);

    expect(rows).toBe(3);
    expect(await session.db().selectFrom('sessions').select('id').execute()).toEqual([{ id: current }]);
    expect(await session.db().selectFrom('refresh_tokens').select('session_id').execute()).toEqual([
      { session_id: current },
    ]);
  });
});
