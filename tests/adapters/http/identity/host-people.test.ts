import { afterAll, beforeAll, expect, test } from 'vitest';
import { minutes, seconds } from '#domain/shared/duration.ts';
import { startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import {
  deskTrusting,
  type Shown,
  somebody,
  type TrustingDesk,
} from '../../../support/http/trusting-desk.ts';
import { ada, carla } from '../../../support/people.ts';
import { billing } from '../../../support/queues.ts';

eachEngine('People of the host product', (engine) => {
  let its: TrustingDesk;
  beforeAll(async () => {
    its = await deskTrusting(() => startDesk(engine));
  });
  afterAll(() => its.close());

  test('need no second sign-in: the first token of theirs makes them known, the next finds them again', async () => {
    const claims = somebody({ customer_no: 'cust-1' });
    const first = await its.enter(claims);
    expect(first).toMatchObject({
      status: 200,
      body: {
        email: claims.email,
        firstName: 'Eve',
        lastName: 'Host',
        roles: ['customer'],
        externalId: 'cust-1',
        status: 'active',
      },
    });
    its.desk.clock.advance(minutes(4));
    expect((await its.enter({ ...claims, given_name: 'Other' })).body).toEqual(first.body);
    expect((await its.enter(somebody())).body.id).not.toBe(first.body.id);
  });

  test('are one person also when they come with many requests at once', async () => {
    const token = await its.issuer.sign(somebody());
    const answers = await Promise.all(Array.from({ length: 6 }, () => its.me(token)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  test('are told apart byte by byte', async () => {
    const subjects = ['Anna', 'anna', 'ANNA', 'Änna', 'A\u0308nna', 'Anna.', 'anna '];
    const ids: string[] = [];
    for (const sub of subjects) ids.push((await its.enter(somebody({ sub }))).body.id);
    expect(new Set(ids).size).toBe(subjects.length);
    expect((await its.enter({ sub: 'anna' })).body.id).toBe(ids[1]);
  });

  test('raise tickets like everybody, and see no others', async () => {
    const token = await its.issuer.sign(somebody());
    const as = its.desk.withToken(token);
    const raised = await as.post<{ id: string }>('/v1/tickets', { subject: 'Help', body: 'Please' });
    expect(raised.status).toBe(201);
    expect((await as.get<{ items: object[] }>('/v1/tickets')).body.items).toHaveLength(1);
    expect((await as.get('/v1/users')).status).toBe(403);
  });

  test('never become somebody who is there already, whatever their token says', async () => {
    for (const email of ['carla@example.org', 'CARLA@example.org', 'ada@example.org']) {
      const answer = await its.enter(somebody({ email }));
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    }
    expect((await its.enter(somebody({ sub: String(ada.id) }))).body.id).not.toBe(ada.id);
  });

  test('become whom staff have written to, once the issuer says that the address is proven', async () => {
    const claims = somebody();
    const forThem = {
      subject: 'Your order',
      body: 'It is late',
      queueId: billing.id,
      requesterEmail: claims.email,
    };
    const raised = await its.desk.as('ben').post<{ requesterId: string }>('/v1/tickets', forThem);
    const password = 'an attacker was here first';
    const register = { email: claims.email, password, firstName: 'Mallory', lastName: 'Early' };
    await its.desk.withToken(undefined).post('/v1/auth/register', register);
    expect((await its.enter({ ...claims, email_verified: undefined })).status).toBe(401);
    expect((await its.enter({ ...claims, email_verified: false })).status).toBe(401);
    expect((await its.enter(claims)).body.id).toBe(raised.body.requesterId);
    const login = await its.desk
      .withToken(undefined)
      .post('/v1/auth/login', { email: claims.email, password });
    expect(login).toMatchObject({ status: 403, body: { code: 'email-unverified' } });
  });

  test('are not made known without an address, or with somebody else’s external id', async () => {
    expect((await its.enter(somebody({ email: undefined }))).status).toBe(401);
    expect((await its.enter(somebody({ email: 'no address' }))).status).toBe(401);
    expect((await its.enter(somebody({ email: ['carla@example.org'] }))).status).toBe(401);
    await its.enter(somebody({ customer_no: 'cust-7' }));
    expect((await its.enter(somebody({ customer_no: 'cust-7' }))).status).toBe(401);
  });

  test('need a proven address, by their token or by what the issuer was made with', async () => {
    const claims = somebody({ email_verified: undefined });
    expect((await its.enter(claims)).status).toBe(401);
    await its.desk.as('ada').patch(its.path, { emailsAreProven: true });
    its.desk.clock.advance(seconds(5));
    expect((await its.enter(somebody({ email_verified: false }))).status).toBe(401);
    expect(await its.enter(claims)).toMatchObject({ status: 200, body: { email: claims.email } });
  });

  test('are signed out by logging out, until their product gives them a newer token', async () => {
    const claims = somebody();
    const old = await its.issuer.sign(claims);
    expect((await its.me(old)).status).toBe(200);
    its.desk.clock.advance(seconds(2));
    expect((await its.desk.withToken(old).post('/v1/auth/logout')).status).toBe(204);
    expect((await its.me(old)).status).toBe(401);
    expect((await its.me(old)).status).toBe(401);
    its.desk.clock.advance(seconds(2));
    expect((await its.enter(claims)).status).toBe(200);
    expect((await its.me(old)).status).toBe(401);
  });

  test('stay out while they are suspended', async () => {
    const claims = somebody();
    const { id } = (await its.enter(claims)).body;
    await its.desk.as('ada').patch(`/v1/users/${id}`, { status: 'suspended' });
    its.desk.clock.advance(seconds(2));
    expect((await its.enter(claims)).status).toBe(401);
  });

  test('are given an account that is there already by an admin alone', async () => {
    const claims = somebody({ email: 'paul@example.org' });
    const link = { issuer: its.issuer.issuer, subject: claims.sub };
    const { id } = (await its.desk.as('paul').get<Shown>('/v1/me')).body;
    const path = `/v1/users/${id}/external-identities`;
    expect((await its.enter(claims)).status).toBe(401);
    expect((await its.desk.as('ada').put(path, { ...link, issuer: 'https://unknown.example' })).status).toBe(
      422,
    );
    expect((await its.desk.as('ada').put(path, link)).body).toEqual({ items: [link], nextCursor: null });
    const entered = await its.issuer.sign(claims);
    expect((await its.me(entered)).body.id).toBe(id);
    expect((await its.desk.as('ada').get(path)).body).toEqual({ items: [link], nextCursor: null });

    const others = `/v1/users/${carla.id}/external-identities`;
    const taken = await its.desk.as('ada').put(others, link);
    expect(taken).toMatchObject({ status: 409, body: { code: 'identity-linked' } });

    const query = `?issuer=${encodeURIComponent(its.issuer.issuer)}`;
    expect((await its.desk.as('ada').delete(`${path}${query}`)).body).toEqual({
      items: [],
      nextCursor: null,
    });
    expect((await its.me(entered)).status).toBe(401);
    const audit = await its.desk.as('ada').get<{ items: object[] }>('/v1/audit');
    expect(audit.text).toContain('external-identities-changed');
    expect(audit.text).toContain('external-user-made');
  });
});
