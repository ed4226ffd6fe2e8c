import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { coolDown } from '#adapters/jose/remote-key-sets.ts';
import { days, hours, minutes, seconds } from '#domain/shared/duration.ts';
import { type Desk, startDesk, startEmbeddedDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { type LocalIssuer, openLocalIssuer } from '../../../support/local-issuer.ts';
import { ada, carla } from '../../../support/people.ts';
import { billing } from '../../../support/queues.ts';

type Shown = {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly externalId: string | null;
  readonly status: string;
};

let count = 0;
/** Somebody whom nobody knows yet. */
const somebody = (claims: object = {}) => {
  count += 1;
  return {
    sub: `user-${count}`,
    email: `user${count}@host.example`,
    email_verified: true,
    given_name: 'Eve',
    family_name: 'Host',
    ...claims,
  };
};

const trusted = (issuer: LocalIssuer, settings: object = {}) => ({
  name: 'Acme',
  issuer: issuer.issuer,
  audience: 'hexdesk',
  jwksUrl: issuer.jwksUrl,
  claims: { externalId: 'customer_no' },
  ...settings,
});

/** A desk that trusts a local issuer as an admin would make it. */
const deskTrusting = async (start: () => Promise<Desk>, settings: object = {}) => {
  const desk = await start();
  const issuer = await openLocalIssuer(desk.clock);
  const made = await desk.as('ada').post<{ id: string }>('/v1/trusted-issuers', trusted(issuer, settings));
  expect(made.status).toBe(201);
  // the list of issuers is remembered for a moment
  desk.clock.advance(seconds(3));
  const path = `/v1/trusted-issuers/${made.body.id}`;
  const me = async (token: string) => desk.withToken(token).get<Shown>('/v1/me');
  const enter = async (claims: Record<string, unknown>) => me(await issuer.sign(claims));
  return {
    desk,
    issuer,
    path,
    me,
    enter,
    close: async () => {
      await issuer.close();
      await desk.close();
    },
  };
};

eachEngine('People of the host product', (engine) => {
  let its: Awaited<ReturnType<typeof deskTrusting>>;
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
    expect(login.status).toBe(401);
  });

  test('are not made known without an address, or with somebody else’s external id', async () => {
    expect((await its.enter(somebody({ email: undefined }))).status).toBe(401);
    expect((await its.enter(somebody({ email: 'no address' }))).status).toBe(401);
    expect((await its.enter(somebody({ email: ['carla@example.org'] }))).status).toBe(401);
    await its.enter(somebody({ customer_no: 'cust-7' }));
    expect((await its.enter(somebody({ customer_no: 'cust-7' }))).status).toBe(401);
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

describe('A token of a trusted issuer', () => {
  let its: Awaited<ReturnType<typeof deskTrusting>>;
  beforeAll(async () => {
    its = await deskTrusting(startEmbeddedDesk);
  });
  afterAll(() => its.close());

  const now = () => its.desk.clock.now().getTime() / 1000;

  test('counts on the live connection as well', async () => {
    const token = await its.issuer.sign(somebody());
    const ticket = await its.desk.withToken(token).post('/v1/live/tickets');
    expect(ticket.status).toBe(201);
  });

  test.each([
    ['for somebody else', () => ({ aud: 'elsewhere' })],
    ['for nobody', () => ({ aud: undefined })],
    ['of another issuer', () => ({ iss: 'https://elsewhere.example' })],
    ['of our own', () => ({ iss: 'https://desk.example.org' })],
    ['that is over', () => ({ iat: now() - 900, exp: now() - 600 })],
    ['without an end', () => ({ exp: undefined })],
    ['without a beginning', () => ({ iat: undefined })],
    ['that lives too long', () => ({ exp: now() + 3700 })],
    ['from the future', () => ({ iat: now() + 600, exp: now() + 900 })],
    ['that does not count yet', () => ({ nbf: now() + 600 })],
    ['about nobody', () => ({ sub: undefined })],
    ['about an empty name', () => ({ sub: '' })],
    ['about a name of spaces', () => ({ sub: '  ' })],
    ['about a number', () => ({ sub: 42 })],
    ['about a name with a NUL', () => ({ sub: 'a\0b' })],
    ['about a very long name', () => ({ sub: 'x'.repeat(201) })],
  ])('%s is refused', async (_, wrong) => {
    expect((await its.enter(somebody(wrong()))).status).toBe(401);
  });

  test('made for another purpose is refused', async () => {
    for (const typ of ['logout+jwt', 'dpop+jwt', 'secevent+jwt']) {
      expect((await its.me(await its.issuer.sign(somebody(), { typ }))).status).toBe(401);
    }
    for (const typ of [undefined, 'at+jwt', 'jwt']) {
      expect((await its.me(await its.issuer.sign(somebody(), { typ }))).status).toBe(200);
    }
  });

  test('signed with its public key as a secret, or not at all, is refused', async () => {
    const [, body] = (await its.issuer.sign(somebody())).split('.');
    const encoded = (header: object) => Buffer.from(JSON.stringify(header)).toString('base64url');
    const keys = await (await fetch(its.issuer.jwksUrl)).text();
    const text = `${encoded({ alg: 'HS256', kid: 'key-1', typ: 'JWT' })}.${body}`;
    const signature = createHmac('sha256', keys).update(text).digest('base64url');
    expect((await its.me(`${text}.${signature}`)).status).toBe(401);
    expect((await its.me(`${encoded({ alg: 'none' })}.${body}.`)).status).toBe(401);
  });

  test('of another key that calls itself the same is refused, wherever its header points', async () => {
    const forger = await openLocalIssuer(its.desk.clock);
    const claims = { ...somebody(), iss: its.issuer.issuer };
    for (const header of [{}, { jku: forger.jwksUrl }, { x5u: forger.jwksUrl }, { kid: '../key-1' }]) {
      expect((await its.me(await forger.sign(claims, header))).status).toBe(401);
    }
    expect(forger.asked()).toBe(0);
    await forger.close();
  });

  test('signed with a new key is accepted, and unknown keys are asked for seldom', async () => {
    await its.enter(somebody());
    const before = its.issuer.asked();
    await its.issuer.rotate();
    its.desk.clock.advance(coolDown);
    expect((await its.enter(somebody())).status).toBe(200);
    expect(its.issuer.asked()).toBe(before + 1);
    for (let tries = 0; tries < 5; tries += 1) {
      await its.me(await its.issuer.sign(somebody(), { kid: `unknown ${tries}` }));
    }
    expect(its.issuer.asked()).toBe(before + 1);
    its.desk.clock.advance(coolDown);
    const tokens = await Promise.all(
      Array.from({ length: 5 }, (_, at) => its.issuer.sign(somebody(), { kid: `unknown ${at}` })),
    );
    await Promise.all(tokens.map(its.me));
    expect(its.issuer.asked()).toBe(before + 2);
  });

  test('counts for an hour while the keys cannot be read, and then no more', async () => {
    const claims = somebody();
    await its.enter(claims);
    its.issuer.answerWith({ status: 500, body: 'broken' });
    its.desk.clock.advance(minutes(30));
    expect((await its.enter(claims)).status).toBe(200);
    its.desk.clock.advance(hours(1));
    expect((await its.enter(claims)).status).toBe(401);
  });

  test.each([
    ['elsewhere', { status: 302, body: '', location: 'http://127.0.0.1:9/' }],
    ['too long', { status: 200, body: `{"keys":[${'1,'.repeat(300_000)}1]}` }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['null', { status: 200, body: 'null' }],
    ['no keys', { status: 200, body: '{"keys":{}}' }],
    ['odd keys', { status: 200, body: '{"keys":[1,null,{"kty":"oct","k":"c2VjcmV0"}]}' }],
  ])('is refused while its key set is %s', async (_, answer) => {
    its.issuer.answerWith(answer);
    its.desk.clock.advance(hours(2));
    expect((await its.enter(somebody())).status).toBe(401);
  });
});

describe('Trust in an issuer', () => {
  let its: Awaited<ReturnType<typeof deskTrusting>>;
  beforeEach(async () => {
    its = await deskTrusting(startEmbeddedDesk, { role: 'agent', queueIds: [billing.id] });
    return () => its.close();
  });

  test('gives the role that was set, and no more', async () => {
    const entered = await its.enter(somebody({ role: 'admin', roles: ['admin'], grants: ['admin@global'] }));
    expect(entered.body.roles).toEqual(['agent']);
  });

  test('ends at once for everybody who came by it, and comes back with who is who', async () => {
    const claims = somebody();
    const token = await its.issuer.sign(claims);
    const { id } = (await its.me(token)).body;
    expect((await its.desk.as('ada').delete(its.path)).status).toBe(204);
    expect((await its.me(token)).status).toBe(401);
    expect((await its.desk.as('ada').get(its.path)).status).toBe(404);
    its.desk.clock.advance(seconds(5));
    expect((await its.enter(claims)).status).toBe(401);

    await its.desk.as('ada').post('/v1/trusted-issuers', trusted(its.issuer));
    its.desk.clock.advance(seconds(5));
    expect((await its.me(token)).status).toBe(401);
    expect((await its.enter(claims)).body.id).toBe(id);
  });

  test('is shown whole, changed in part, and audited', async () => {
    const changed = await its.desk.as('ada').patch(its.path, { audience: 'support', algorithms: ['ES256'] });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        name: 'Acme',
        audience: 'support',
        algorithms: ['ES256'],
        role: 'agent',
        queueIds: [billing.id],
      },
    });
    expect((await its.desk.as('ada').get(its.path)).body).toEqual(changed.body);
    its.desk.clock.advance(seconds(5));
    expect((await its.enter(somebody())).status).toBe(401);
    expect((await its.enter(somebody({ aud: 'support' }))).status).toBe(200);
    const audit = (await its.desk.as('ada').get('/v1/audit')).text;
    expect(audit).toContain('trusted-issuer-made');
    expect(audit).toContain('trusted-issuer-changed');
  });

  test('is had once by each issuer, never by Hexdesk itself, and by twenty at most', async () => {
    const again = await its.desk.as('ada').post('/v1/trusted-issuers', trusted(its.issuer));
    expect(again).toMatchObject({ status: 409, body: { code: 'issuer-known' } });
    const ours = trusted(its.issuer, { issuer: 'https://desk.example.org' });
    expect(await its.desk.as('ada').post('/v1/trusted-issuers', ours)).toMatchObject({ status: 409 });
    const statuses: number[] = [];
    for (let one = 0; one < 20; one += 1) {
      const issuer = `https://id${one}.example`;
      statuses.push(
        (await its.desk.as('ada').post('/v1/trusted-issuers', trusted(its.issuer, { issuer }))).status,
      );
    }
    expect(statuses).toEqual([...Array(19).fill(201), 409]);
  });

  test.each([
    ['jwksUrl', 'http://id.example/jwks.json'],
    ['jwksUrl', 'https://user:password@id.example/jwks.json'],
    ['jwksUrl', 'https://id.example/jwks.json#keys'],
    ['jwksUrl', 'file:///etc/passwd'],
    ['jwksUrl', 'http://169.254.169.254/latest/meta-data'],
    ['jwksUrl', 'http://127.0.0.1.example/jwks.json'],
    ['issuer', 'https://id.example/ a'],
    ['audience', ''],
    ['role', 'admin'],
    ['algorithms', ['HS256']],
    ['algorithms', ['none']],
    ['algorithms', []],
    ['longestTokenMinutes', 0],
    ['longestTokenMinutes', 100_000],
    ['queueIds', ['01957b3e-9c00-7a10-8f10-6d1f0c3a5fff']],
    ['id', '01957b3e-9c00-7a10-8f10-6d1f0c3a5fff'],
  ])('is not had with %s %j', async (field, value) => {
    const body = trusted(its.issuer, { [field]: value });
    expect((await its.desk.as('ada').post('/v1/trusted-issuers', body)).status).toBe(422);
  });

  test('survives the years: sessions are renewed by themselves', async () => {
    const claims = somebody();
    const { id } = (await its.enter(claims)).body;
    its.desk.clock.advance(days(400));
    expect((await its.enter(claims)).body.id).toBe(id);
  });
});
