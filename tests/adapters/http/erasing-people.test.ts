import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { TicketId } from '#domain/shared/ids.ts';
import { fold } from '#domain/tickets/fold.ts';
import { type Desk, startDesk, swap } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import { placesOf } from '../../support/every-column.ts';
import { castPassword } from '../../support/http/sign-ins.ts';
import { paperJournal } from '../../support/paper-journal.ts';
import { carla } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';

type Ticket = { readonly id: string; readonly subject: string };
type Message = { readonly body: string; readonly authorName: string; readonly createdAt: string };
type Fact = { readonly type: string; readonly data: Record<string, unknown> };

/** Words that are carla's, and must be nowhere once she is erased. */
const hers = ['carla@example.org', 'Carla', 'zebrafinch', 'quokka', 'narwhal'];
const notHers = 'Thank you, we look into it';

eachEngine('Erasing people', (engine) => {
  let desk: Desk;
  let journal: ReturnType<typeof paperJournal>;
  let ticket: Ticket;
  let before: readonly Message[];
  let backup: Awaited<ReturnType<typeof dump>>;
  let token: string;
  const login = { email: 'carla@example.org', password: castPassword };

  beforeAll(async () => {
    journal = paperJournal();
    desk = await startDesk(engine, {
      rewire: (container) => swap(container, tokens.erasureJournal, journal),
    });
    ticket = await talk();
    before = await messages(ticket.id);
    token = await desk.tokenOf('carla');
    await desk.mails();
    await desk.withToken(undefined).post('/v1/auth/login', login);
    await desk.withToken(undefined).post('/v1/auth/password-reset-requests', { email: login.email });
    expect(await placesOf(database(), hers)).not.toEqual([]);
    backup = await dump();
    expect((await desk.as('ada').delete(`/v1/users/${carla.id}`)).status).toBe(204);
    await desk.mails();
  });
  afterAll(() => desk.close());

  const database = () => resolve(desk.hexdesk.container, tokens.database);
  const raised = async (subject: string, body: string): Promise<Ticket> =>
    (
      await desk
        .as('carla')
        .post<Ticket>(
          '/v1/tickets',
          { subject, body, queueId: billing.id },
          { 'idempotency-key': subject.replaceAll(' ', '-') },
        )
    ).body;
  const messages = async (id: string): Promise<readonly Message[]> =>
    (await desk.as('ben').get<{ items: readonly Message[] }>(`/v1/tickets/${id}/messages`)).body.items;
  const facts = async (id: string, who: 'ben' | 'paul' = 'ben'): Promise<readonly Fact[]> =>
    (await desk.as(who).get<{ items: readonly Fact[] }>(`/v1/tickets/${id}/facts`)).body.items;

  /** A ticket of carla's with an answer, a note, another subject and a reply of hers. */
  const talk = async (): Promise<Ticket> => {
    for (const [key, visibility] of [
      ['pet', 'public'],
      ['remark', 'internal'],
    ]) {
      await desk.as('ada').post('/v1/custom-fields', { key, name: 'Some', type: 'text', visibility });
    }
    const ticket = await raised('My zebrafinch is ill', 'It ate the quokka');
    const { id } = ticket;
    await desk.as('ben').patch(`/v1/tickets/${id}`, { customFields: { pet: 'quokka', remark: 'narwhal' } });
    await desk.as('ben').patch(`/v1/tickets/${id}`, { customFields: { pet: 'zebrafinch', remark: null } });
    await desk.as('ben').post(`/v1/tickets/${ticket.id}/messages`, { body: notHers });
    await desk.as('ben').post(`/v1/tickets/${ticket.id}/messages`, { kind: 'internal', body: 'Be kind' });
    await desk.as('carla').patch(`/v1/tickets/${ticket.id}`, { subject: 'My narwhal is ill' });
    await desk.as('carla').post(`/v1/tickets/${ticket.id}/messages`, { body: 'Now the narwhal, too' });
    return ticket;
  };
  test('leaves nothing of who they were and what they wrote in any table', async () => {
    expect(await placesOf(database(), hers)).toEqual([]);
  });

  test('keeps the ticket with its times and what others wrote, under a pseudonym', async () => {
    const after = await messages(ticket.id);
    expect(after.map(({ createdAt }) => createdAt)).toEqual(before.map(({ createdAt }) => createdAt));
    expect(after.filter(({ body }) => body !== '[erased]').map(({ body }) => body)).toEqual(
      before.filter(({ authorName }) => authorName !== 'Carla Example').map(({ body }) => body),
    );
    const { body: user } = await desk.as('ada').get<Record<string, unknown>>(`/v1/users/${carla.id}`);
    expect(user).toMatchObject({
      firstName: 'Erased',
      lastName: expect.stringMatching(/^person [0-9A-Z]{4}$/),
      email: `erased-${carla.id}@erased.invalid`,
      status: 'erased',
      roles: [],
    });
  });

  test('tells the log’s readers, without telling customers of notes', async () => {
    const told = await facts(ticket.id);
    expect(told.at(-1)).toMatchObject({
      type: 'person-erased',
      data: { personId: carla.id, texts: 'own' },
    });
    expect(JSON.stringify(told)).not.toMatch(/zebrafinch|quokka|narwhal/);
  });

  test('leaves a state that is still what the log gives', async () => {
    const { id } = ticket;
    const container = desk.hexdesk.container;
    const stored = await resolve(container, tokens.reader).find({ id: TicketId(id) });
    const records = await resolve(container, tokens.history).page(TicketId(id), 'staff', {
      after: 0,
      limit: 100,
    });
    expect(stored?.ticket).toMatchObject({ subject: '[erased]' });
    expect(
      fold(
        TicketId(id),
        records.map(({ fact }) => fact),
      ),
    ).toEqual(stored?.ticket);
  });

  test('ends every way in', async () => {
    expect((await desk.withToken(token).get('/v1/me')).status).toBe(401);
    expect((await desk.withToken(undefined).post('/v1/auth/login', login)).status).toBe(401);
  });

  test('leaves nobody to raise tickets for', async () => {
    const wanted = { subject: 'Called us', body: 'Please help', queueId: billing.id, requesterId: carla.id };
    expect(await desk.as('ben').post('/v1/tickets', wanted)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'requesterId', code: 'unknown-requester' }] },
    });
  });

  test('is in the audit, which stays whole without what was about them', async () => {
    const { body } = await desk
      .as('ada')
      .get<{ items: readonly Record<string, unknown>[] }>('/v1/audit?action=user-erased&action=signed-in');
    expect(body.items).toMatchObject([
      { action: 'user-erased', subject: { kind: 'user', id: carla.id }, detailsErased: false },
      { action: 'signed-in', actorId: carla.id, address: null, detailsErased: true },
    ]);
    const verdict = await resolve(desk.hexdesk.container, tokens.auditTrail).verify({
      noted: undefined,
      progress: () => {},
    });
    expect(verdict).toMatchObject({ ok: true, erasedDetails: expect.any(Number) });
  });

  test('is what people may ask for themselves, with their password', async () => {
    await desk.as('paul').post('/v1/tickets', { subject: 'An axolotl', body: 'It sings' });
    const ask = (body: object) => desk.as('paul').send('DELETE', '/v1/me', { body });
    expect(await ask({ password: 'something else altogether' })).toMatchObject({
      status: 422,
      body: { code: 'wrong-password' },
    });
    expect((await ask({})).status).toBe(422);
    expect((await ask({ password: castPassword })).status).toBe(204);
    await desk.mails();
    expect(await placesOf(database(), ['paul@example.org', 'Paul', 'axolotl', 'It sings'])).toEqual([]);
  });

  test('is not for the last admin, nor for oneself without the password', async () => {
    const self = await desk.as('ada').delete(`/v1/users/${(await me('ada')).id}`);
    expect(self).toMatchObject({ status: 409, body: { code: 'own-account' } });
    const admins = await desk
      .as('ada')
      .get<{ items: readonly { id: string; roles: readonly string[]; email: string }[] }>(
        '/v1/users?limit=100',
      );
    const first = admins.body.items.find(({ email }) => email.startsWith('first.admin'));
    expect((await desk.as('ada').delete(`/v1/users/${first?.id}`)).status).toBe(204);
    const last = await desk.as('ada').send('DELETE', '/v1/me', { body: { password: castPassword } });
    expect(last).toMatchObject({ status: 409, body: { code: 'last-admin' } });
  });

  const me = async (name: 'ada') => (await desk.as(name).get<{ id: string }>('/v1/me')).body;

  test('is done again after a backup brought them back, from the list outside', async () => {
    await restore(backup);
    expect(await placesOf(database(), hers)).not.toEqual([]);
    expect(journal.noted).toMatchObject([{ user: carla.id }, {}, {}]);
    const { settleErasures } = resolve(desk.hexdesk.container, tokens.useCases);
    expect(await settleErasures()).toEqual({ erased: 3 });
    await desk.mails();
    expect(await placesOf(database(), hers)).toEqual([]);
    expect((await facts(ticket.id)).at(-1)).toMatchObject({ type: 'person-erased' });
    expect(await settleErasures()).toEqual({ erased: 0 });
  });

  const restoredTables = ['users', 'grants', 'sessions', 'tickets', 'facts', 'messages', 'erasures'] as const;
  const dump = async () => {
    const rows = new Map<(typeof restoredTables)[number], Record<string, unknown>[]>();
    for (const table of restoredTables)
      rows.set(table, await database().pool.selectFrom(table).selectAll().execute());
    return rows;
  };
  /** As restoring a dump of the rows does. */
  const restore = async (backup: Awaited<ReturnType<typeof dump>>): Promise<void> => {
    const { pool, dialect } = database();
    await pool.connection().execute(async (db) => {
      const off = dialect.name === 'mysql' ? sql`set foreign_key_checks = 0` : sql`pragma foreign_keys = off`;
      const on = dialect.name === 'mysql' ? sql`set foreign_key_checks = 1` : sql`pragma foreign_keys = on`;
      await off.execute(db);
      for (const [table, rows] of backup) {
        await db.deleteFrom(table).execute();
        for (const row of rows)
          await db
            .insertInto(table)
            .values(row as never)
            .execute();
      }
      await on.execute(db);
    });
  };
});
