import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import { castPassword, emailOf } from '../../support/http/sign-ins.ts';
import { ada, carla } from '../../support/people.ts';

type Entry = {
  readonly number: number;
  readonly action: string;
  readonly actorId: string | null;
  readonly subject: { readonly kind: string; readonly id: string } | null;
  readonly after: unknown;
  readonly address: string | null;
  readonly requestId: string | null;
};
type Page = { readonly items: readonly Entry[]; readonly nextCursor: string | null };
type SignedIn = { readonly accessToken: string; readonly refreshToken: string };

eachEngine('The audit over HTTP', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const audit = async (query = ''): Promise<Page> =>
    (await desk.as('ada').get<Page>(`/v1/audit?limit=100${query}`)).body;
  const newest = async (action: string) => (await audit(`&action=${action}`)).items[0];
  const logIn = async (password: string, headers = {}) =>
    desk
      .withToken(undefined)
      .post<SignedIn>('/v1/auth/login', { email: emailOf('carla'), password }, headers);

  test('begins with the installation and its first admin', async () => {
    const { items } = await audit('&sort=at');
    expect(items.slice(0, 2)).toMatchObject([
      { number: 1, action: 'audit-begun', actorId: null, address: null },
      { number: 2, action: 'first-admin-made', subject: { kind: 'user' } },
    ]);
  });

  test('tells of a sign-in, from where and in which request', async () => {
    await logIn(castPassword, { 'x-request-id': 'a-sign-in' });
    expect(await newest('signed-in')).toMatchObject({
      actorId: carla.id,
      subject: { kind: 'session' },
      address: '127.0.0.1',
      requestId: 'a-sign-in',
    });
  });

  test('tells of a failed sign-in, and of no password', async () => {
    await logIn('a password that is wrong');
    expect(await newest('sign-in-failed')).toMatchObject({
      actorId: null,
      subject: { kind: 'user', id: carla.id },
    });
    expect(JSON.stringify(await audit())).not.toContain('a password that is wrong');
  });

  test('tells of a refresh token that was used again', async () => {
    const { refreshToken } = (await logIn(castPassword)).body;
    const refresh = (token: string) =>
      desk.withToken(undefined).post<SignedIn>('/v1/auth/refresh', { refreshToken: token });
    const { body } = await refresh(refreshToken);
    await refresh(body.refreshToken);
    expect((await refresh(refreshToken)).status).toBe(401);
    expect(await newest('refresh-token-reused')).toMatchObject({
      actorId: null,
      subject: { kind: 'user', id: carla.id },
    });
  });

  test('tells of a sign-out, an invitation and a new queue', async () => {
    const { accessToken } = (await logIn(castPassword)).body;
    await desk.withToken(accessToken).post('/v1/auth/logout');
    expect(await newest('signed-out')).toMatchObject({ actorId: carla.id });

    const invitation = { email: 'new@example.org', firstName: 'New', lastName: 'One', role: 'admin' };
    const { body } = await desk.as('ada').post<{ id: string }>('/v1/users', invitation);
    expect(await newest('user-invited')).toMatchObject({
      actorId: ada.id,
      subject: { kind: 'user', id: body.id },
      after: { status: 'invited' },
    });

    await desk.as('ada').post('/v1/queues', { name: 'Returns' });
    expect(await newest('queue-made')).toMatchObject({ actorId: ada.id, after: { name: 'Returns' } });
  });

  test('is read newest first, page by page, or the other way round', async () => {
    const everything = (await audit()).items.map(({ number }) => number);
    expect(everything).toEqual(everything.toSorted((one, other) => other - one));
    const paged: number[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await desk.as('ada').get<Page>(`/v1/audit?sort=at&limit=3${query}`);
      paged.push(...body.items.map(({ number }) => number));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(everything.toReversed());
  });

  test('is narrowed by who, what, to whom and when', async () => {
    const all = (await audit()).items;
    const by = async (query: string) => (await audit(query)).items;
    expect(await by(`&actorId=${carla.id}`)).toEqual(all.filter(({ actorId }) => actorId === carla.id));
    expect(await by(`&subjectId=${carla.id}`)).toEqual(all.filter(({ subject }) => subject?.id === carla.id));
    expect(await by('&action=signed-in&action=signed-out')).toEqual(
      all.filter(({ action }) => ['signed-in', 'signed-out'].includes(action)),
    );
    const now = encodeURIComponent(desk.clock.now().toISOString());
    expect(await by(`&from=${now}`)).toHaveLength(all.length);
    expect(await by(`&to=${now}`)).toEqual([]);
  });

  test('is not for everybody', async () => {
    const answer = await desk.as('carla').get('/v1/audit');
    expect(answer).toMatchObject({ status: 403, body: { permission: 'audit:read' } });
  });
});
