import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { lastLetterTo } from '../../../support/http/letters-to.ts';
import { castPassword } from '../../../support/http/sign-ins.ts';
import { ada, ben, carla, dora, paul, sam } from '../../../support/people.ts';

type Tokens = { readonly accessToken: string; readonly refreshToken: string };
type User = { readonly id: string; readonly status: string; readonly firstName: string };

eachEngine('Suspending somebody', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const anybody = () => desk.withToken(undefined);
  const signIn = (email: string) =>
    anybody().post<Tokens>('/v1/auth/login', { email, password: castPassword });
  const change = (id: string, body: object) => desk.as('ada').patch<User>(`/v1/users/${id}`, body);

  test('ends every session at once, and nobody gets in by any door', async () => {
    const email = 'carla@example.org';
    const { accessToken, refreshToken } = (await signIn(email)).body;
    await anybody().post('/v1/auth/password-reset-requests', { email });
    const { token } = await lastLetterTo(desk, email, 'password-reset');

    expect(await change(carla.id, { status: 'suspended' })).toMatchObject({
      status: 200,
      body: { id: carla.id, status: 'suspended' },
    });

    expect((await desk.withToken(accessToken).get('/v1/me')).status).toBe(401);
    expect((await desk.as('carla').get('/v1/tickets')).status).toBe(401);
    expect(await anybody().post('/v1/auth/refresh', { refreshToken })).toMatchObject({
      status: 401,
      body: { code: 'invalid-refresh-token' },
    });
    expect(await signIn(email)).toMatchObject({ status: 401, body: { code: 'invalid-credentials' } });
    const password = 'a tram full of quiet geese';
    expect(await anybody().post('/v1/auth/password-resets', { token, password })).toMatchObject({
      status: 422,
      body: { code: 'invalid-token' },
    });
    const before = (await desk.mails()).length;
    expect((await anybody().post('/v1/auth/password-reset-requests', { email })).status).toBe(202);
    expect((await desk.mails()).length).toBe(before);
  });

  test('can be taken back: then they sign in anew, and no old session lives again', async () => {
    const { accessToken, refreshToken } = (await signIn('dora@example.org')).body;
    await change(dora.id, { status: 'suspended' });
    expect((await change(dora.id, { status: 'active' })).body.status).toBe('active');
    expect((await desk.withToken(accessToken).get('/v1/me')).status).toBe(401);
    expect((await anybody().post('/v1/auth/refresh', { refreshToken })).status).toBe(401);
    expect((await signIn('dora@example.org')).status).toBe(200);
  });

  test('twice is the same as once', async () => {
    for (let times = 0; times < 2; times += 1) {
      expect((await change(paul.id, { status: 'suspended' })).body.status).toBe('suspended');
    }
    for (let times = 0; times < 2; times += 1) {
      expect((await change(paul.id, { status: 'active' })).body.status).toBe('active');
    }
  });

  test('who was only invited makes the invitation worthless, and they are invited again after', async () => {
    const email = 'ingrid@example.org';
    const facts = { email, firstName: 'Ingrid', lastName: 'Invited', role: 'customer' };
    const { id } = (await desk.as('ada').post<User>('/v1/users', facts)).body;
    const { token } = await lastLetterTo(desk, email, 'invitation');
    await change(id, { status: 'suspended' });
    const accept = (mailed: string) =>
      anybody().post('/v1/auth/password-resets', { token: mailed, password: castPassword });
    expect((await accept(token)).status).toBe(422);
    const resend = () => desk.as('ada').send('POST', `/v1/users/${id}/invitation`);
    expect(await resend()).toMatchObject({ status: 409, body: { code: 'not-invited' } });
    expect((await change(id, { status: 'active' })).body.status).toBe('invited');
    expect((await resend()).status).toBe(204);
    expect((await accept((await lastLetterTo(desk, email, 'invitation')).token)).status).toBe(204);
    expect((await signIn(email)).status).toBe(200);
  });

  test('is refused for oneself, and for whoever is not suspended when they are to be let in', async () => {
    expect(await change(ada.id, { status: 'suspended', firstName: 'Mallory' })).toMatchObject({
      status: 409,
      body: { code: 'own-account' },
    });
    expect((await desk.as('ada').get('/v1/me')).body).not.toMatchObject({ firstName: 'Mallory' });
    await anybody().post('/v1/auth/register', {
      email: 'nora@example.org',
      password: castPassword,
      firstName: 'Nora',
      lastName: 'Newcomer',
    });
    const everybody = await desk
      .as('ada')
      .get<{ items: (User & { email: string })[] }>('/v1/users?limit=100');
    const nora = everybody.body.items.find(({ email }) => email === 'nora@example.org');
    expect(await change(nora?.id ?? '', { status: 'active' })).toMatchObject({
      status: 409,
      body: { code: 'not-suspended' },
    });
  });

  test('can rename them in the same step, and shows it at once', async () => {
    const renamed = await change(sam.id, { firstName: ' Samuel ', status: 'suspended' });
    expect(renamed.body).toMatchObject({ firstName: 'Samuel', status: 'suspended' });
    expect((await desk.as('ada').get<User>(`/v1/users/${sam.id}`)).body).toEqual(renamed.body);
  });

  test('tells the audit what they were called, and what they are called now', async () => {
    const { lastName } = (await desk.as('ben').get<{ lastName: string }>('/v1/me')).body;
    await change(ben.id, { lastName: 'Of Billing', externalId: 'crew-1' });
    await desk.as('ben').patch('/v1/me', { lastName: 'Elsewhere', availability: 'away' });
    await desk.as('ben').patch('/v1/me', { lastName: 'Elsewhere' });
    const path = `/v1/audit?action=user-renamed&subjectId=${ben.id}&sort=at`;
    const audit = await desk.as('ada').get<{ items: object[] }>(path);
    expect(audit.body.items).toEqual([
      expect.objectContaining({
        actorId: ada.id,
        before: { lastName, externalId: null },
        after: { lastName: 'Of Billing', externalId: 'crew-1' },
      }),
      expect.objectContaining({
        actorId: ben.id,
        before: { lastName: 'Of Billing' },
        after: { lastName: 'Elsewhere' },
      }),
    ]);
  });

  test.each([
    [{}, [['', 'empty']]],
    [{ status: 'invited' }, [['status', 'invalid-value']]],
    [{ status: 'unverified' }, [['status', 'invalid-value']]],
    [
      { firstName: 'B', roles: ['admin'], grants: [], id: ada.id, verified: true },
      [['roles'], ['grants'], ['id'], ['verified']],
    ],
  ])('is not asked for by %j', async (body, errors) => {
    const answer = await desk
      .as('ada')
      .patch<{ errors: { path: string; code: string }[] }>(`/v1/users/${ben.id}`, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ path, code }) => [path, code])).toEqual(
      errors.map(([path, code = 'unknown-field']) => [path, code]),
    );
  });
});
