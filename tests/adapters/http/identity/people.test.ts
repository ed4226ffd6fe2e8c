import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { engines } from '../../../support/engines.ts';
import { lastLetterTo } from '../../../support/http/letters-to.ts';
import { castPassword } from '../../../support/http/sign-ins.ts';
import { billing } from '../../../support/queues.ts';

let desk: Desk;

beforeAll(async () => {
  const [engine] = engines;
  if (engine === undefined) throw new TypeError('there is no engine to test on');
  desk = await startDesk(engine);
});
afterAll(() => desk.close());

type User = { readonly id: string; readonly email: string; readonly roles: readonly string[] };
type Page = { readonly items: readonly User[]; readonly nextCursor: string | null };

const anybody = () => desk.withToken(undefined);
const invitation = (email: string, facts: object = {}) => ({
  email,
  firstName: 'Ingrid',
  lastName: 'Invited',
  role: 'agent',
  queueIds: [billing.id],
  ...facts,
});
const reset = (token: unknown, password: unknown = castPassword) =>
  anybody().post('/v1/auth/password-resets', { token, password });

describe('inviting over HTTP', () => {
  test('leads from the mailed link to an agent who sees their queue', async () => {
    const email = 'ingrid@example.org';
    const invited = await desk.as('ada').post<User>('/v1/users', invitation(email));
    expect(invited).toMatchObject({ status: 201, body: { email, roles: ['agent'], status: 'invited' } });
    expect(invited.headers.get('location')).toBe(`/v1/users/${invited.body.id}`);
    const { token } = await lastLetterTo(desk, email, 'invitation');
    expect((await reset(token)).status).toBe(204);
    expect(await reset(token)).toMatchObject({ status: 422, body: { code: 'invalid-token' } });
    const login = { email, password: castPassword };
    const { accessToken } = (await anybody().post<{ accessToken: string }>('/v1/auth/login', login)).body;
    const queues = await desk.withToken(accessToken).get<{ items: { id: string }[] }>('/v1/queues');
    expect(queues.body.items.map(({ id }) => id)).toEqual([billing.id]);
  });

  test('once per Idempotency-Key mails once', async () => {
    const email = 'once@example.org';
    const key = { 'idempotency-key': 'invite-once' };
    const first = await desk.as('ada').post<User>('/v1/users', invitation(email), key);
    const again = await desk.as('ada').post<User>('/v1/users', invitation(email), key);
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await desk.mails()).filter(({ to }) => to === email)).toHaveLength(1);
  });

  test('somebody who is there already is refused', async () => {
    const answer = await desk.as('ada').post('/v1/users', invitation('carla@example.org'));
    expect(answer).toMatchObject({ status: 409, body: { code: 'email-taken' } });
  });

  test.each(['carla', 'ben', 'lena', 'nobody'] as const)('is not for %s', async (who) => {
    const answer = await desk.as(who).post('/v1/users', invitation('never@example.org'));
    expect(answer).toMatchObject({ status: 403, body: { code: 'not-permitted', permission: 'user:invite' } });
  });

  test.each([
    ['a role there is not', { role: 'owner' }, 'role'],
    ['a queue that is no id', { queueIds: ['billing'] }, 'queueIds.0'],
    ['a queue there is not', { queueIds: ['01957b3e-9c00-7a10-8f10-6d1f0c3a5eff'] }, 'queueIds'],
    [
      'more queues than anybody works',
      { queueIds: Array.from({ length: 101 }, () => billing.id) },
      'queueIds',
    ],
    ['a status of their choice', { status: 'active' }, 'status'],
  ])('with %s is refused', async (_, facts, path) => {
    expect(await desk.as('ada').post('/v1/users', invitation('never@example.org', facts))).toMatchObject({
      status: 422,
      body: { code: 'validation-failed', errors: [{ path }] },
    });
  });
});

describe('listing people over HTTP', () => {
  test('gives staff everybody, page by page', async () => {
    const all = (await desk.as('ben').get<Page>('/v1/users?limit=100')).body.items.map(({ id }) => id);
    const seen: string[] = [];
    for (let path: string | null = '/v1/users?limit=4'; path !== null; ) {
      const { items, nextCursor }: Page = (await desk.as('ben').get<Page>(path)).body;
      expect(items.length).toBeLessThanOrEqual(4);
      seen.push(...items.map(({ id }) => id));
      path = nextCursor === null ? null : `/v1/users?limit=4&cursor=${nextCursor}`;
    }
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test.each(['carla', 'nobody'] as const)('is not for %s', async (who) => {
    expect(await desk.as(who).get('/v1/users')).toMatchObject({
      status: 403,
      body: { code: 'not-permitted', permission: 'user:read' },
    });
  });

  test('refuses cursors that are forged or somebody else’s', async () => {
    const { nextCursor } = (await desk.as('ben').get<Page>('/v1/users?limit=1')).body;
    for (const cursor of ['x', `${nextCursor}x`, '']) {
      expect((await desk.as('ben').get(`/v1/users?cursor=${cursor}`)).status).toBe(422);
    }
    expect(await desk.as('ada').get(`/v1/users?cursor=${nextCursor}`)).toMatchObject({
      body: { code: 'invalid-cursor' },
    });
  });
});

describe('one’s own account over HTTP', () => {
  test('is shown, and its names change at once', async () => {
    const before = await desk.as('dora').get<User>('/v1/me');
    expect(before.body).toMatchObject({ email: 'dora@example.org', roles: ['customer'] });
    const renamed = await desk.as('dora').patch('/v1/me', { firstName: ' Dorothea ' });
    expect(renamed).toMatchObject({ status: 200, body: { ...before.body, firstName: 'Dorothea' } });
    expect((await desk.as('dora').get('/v1/me')).body).toEqual(renamed.body);
  });

  test.each([
    [{}, ''],
    [{ firstName: '' }, 'firstName'],
    [{ lastName: 'x'.repeat(101) }, 'lastName'],
    [{ firstName: 'A', roles: ['admin'] }, 'roles'],
    [{ firstName: 'A', email: 'other@example.org' }, 'email'],
  ])('cannot be changed by %j', async (body, path) => {
    expect(await desk.as('paul').patch('/v1/me', body)).toMatchObject({
      status: 422,
      body: { code: 'validation-failed', errors: [{ path }] },
    });
  });

  test('gets a new password by mail, which ends every session', async () => {
    const email = 'paul@example.org';
    const login = { email, password: castPassword };
    const { accessToken } = (await anybody().post<{ accessToken: string }>('/v1/auth/login', login)).body;
    await anybody().post('/v1/auth/password-reset-requests', { email });
    const { token } = await lastLetterTo(desk, email, 'password-reset');
    expect((await reset(token, 'too short')).status).toBe(422);
    expect((await reset(token, 'a new password for paul')).status).toBe(204);
    expect((await desk.withToken(accessToken).get('/v1/me')).status).toBe(401);
    expect((await anybody().post('/v1/auth/login', login)).status).toBe(401);
    await lastLetterTo(desk, email, 'password-changed');
  });

  test('is not set a password with a token that is none', async () => {
    for (const token of ['nonsense', 'x'.repeat(43)]) {
      expect(await reset(token)).toMatchObject({ status: 422, body: { code: 'invalid-token' } });
    }
    for (const token of ['', null, 1, ['x']]) {
      expect(await reset(token)).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
    }
  });
});

describe('a live ticket over HTTP', () => {
  test('is given to who is signed in, another one each time', async () => {
    const [one, other] = [
      await desk.as('carla').send<{ ticket: string }>('POST', '/v1/live/tickets'),
      await desk.as('carla').send<{ ticket: string }>('POST', '/v1/live/tickets'),
    ];
    expect(one).toMatchObject({ status: 201, body: { ticket: expect.any(String), expiresIn: 30 } });
    expect(one.body.ticket).not.toBe(other.body.ticket);
    expect((await anybody().send('POST', '/v1/live/tickets')).status).toBe(401);
  });
});
