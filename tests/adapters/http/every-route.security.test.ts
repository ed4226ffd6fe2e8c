import { decodeJwt, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Route } from '#adapters/http/route.ts';
import { resolve } from '#bootstrap/di.ts';
import { allRoutes } from '#bootstrap/http.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { type Desk, startEmbeddedDesk } from '../../support/desk.ts';
import type { Client, Sending } from '../../support/http/client.ts';
import { organise, unheldRole } from '../../support/http/organised.ts';
import { type CastName, sessionOf } from '../../support/http/sign-ins.ts';
import { shopBackend, trust } from '../../support/http/trusted.ts';
import { carla } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
import { acme } from '../../support/roles.ts';
import { trustedAcme } from '../../support/trusted-acme.ts';
import { namesOfNothing, type RouteRow, routeRows } from './route-rows.ts';

let desk: Desk;
let routes: ReadonlyMap<string, Route>;
let ticket: string;
let shortcuts: Readonly<Record<'macro' | 'canned-reply', string>>;
let accessToken: string;
let bulkJob: string;
let link: string;
let serviceToken: string;
let definitions: Readonly<Record<'category' | 'custom-field' | 'status-label', string>>;

beforeAll(async () => {
  desk = await startEmbeddedDesk();
  await organise(desk.hexdesk.container);
  await trust(desk.hexdesk.container);
  routes = new Map(allRoutes(desk.hexdesk.container, () => false).map((route) => [route.operationId, route]));
  const wanted = { subject: 'Charged twice', body: 'Please help', queueId: billing.id };
  ticket = (await desk.as('carla').post<{ id: string }>('/v1/tickets', wanted)).body.id;
  const kept = { name: 'Refund', scope: `queue:${billing.id}` };
  const making = (path: string, content: object) =>
    desk.as('ada').post<{ id: string }>(path, { ...kept, ...content });
  shortcuts = {
    macro: (await making('/v1/macros', { actions: [{ type: 'note', text: 'Refunded' }] })).body.id,
    'canned-reply': (await making('/v1/canned-replies', { text: 'It is refunded' })).body.id,
  };
  const token = { name: 'Nightly report', permissions: ['ticket:read'] };
  accessToken = (await desk.as('carla').post<{ id: string }>('/v1/me/access-tokens', token)).body.id;
  const made = async (path: string, content: object) =>
    (await desk.as('ada').post<{ id: string }>(path, content)).body.id;
  definitions = {
    category: await made('/v1/categories', { name: 'Refunds' }),
    'custom-field': await made('/v1/custom-fields', { key: 'contract', name: 'Contract', type: 'text' }),
    'status-label': await made('/v1/status-labels', { name: 'Ordered', status: 'on-hold' }),
  };
  const bulk = { ticketIds: [ticket], changes: { priority: 'high' } };
  bulkJob = (await desk.as('carla').post<{ id: string }>('/v1/tickets/bulk', bulk)).body.id;
  const { id: other } = (await desk.as('carla').post<{ id: string }>('/v1/tickets', wanted)).body;
  const linking = { ticketId: other, kind: 'related' };
  link = (await desk.as('ben').post<{ id: string }>(`/v1/tickets/${ticket}/links`, linking)).body.id;
  const tokens = `/v1/service-accounts/${shopBackend.id}/access-tokens`;
  serviceToken = (await desk.as('ada').post<{ id: string }>(tokens, token)).body.id;
});
afterAll(() => desk.close());

const rows = Object.entries(routeRows);
const signedInRows = rows.flatMap(([name, row]) => ('openBecause' in row ? [] : [[name, row] as const]));

const routeOf = (name: string): Route => {
  const route = routes.get(name);
  if (route === undefined) throw new TypeError(`there is no route ${name}`);
  return route;
};

/** The path of a route, naming what its row says or something else. */
const pathOf = ({ path }: Route, names: string | undefined): string =>
  path
    .replace('{id}', names ?? ticket)
    .replace('{userId}', carla.id)
    .replace('{macroId}', shortcuts.macro)
    .replace('{cannedReplyId}', shortcuts['canned-reply'])
    .replace('{grantId}', 'customer@global')
    .replace('{linkId}', link)
    .replace('{messageId}', link)
    .replace('{tokenId}', serviceToken);

const named = {
  queue: billing.id,
  user: carla.id,
  role: unheldRole.id,
  organisation: acme,
  issuer: trustedAcme.id,
  service: shopBackend.id,
  session: sessionOf('carla'),
} as const;

const namedBy = (row: RouteRow): string | undefined => {
  if (!('names' in row) || row.names === undefined || row.names === 'ticket') return undefined;
  return { ...named, ...shortcuts, ...definitions, token: accessToken, job: bulkJob }[row.names];
};

const ask = (client: Client, route: Route, path: string, sending: Sending) =>
  client.send(route.method.toUpperCase(), path, {
    ...sending,
    headers: { 'x-request-id': 'always-the-same', ...sending.headers },
  });

describe('the routes and their rows', () => {
  test('every route has a row, and every row a route', () => {
    expect([...routes.keys()].toSorted()).toEqual(Object.keys(routeRows).toSorted());
  });

  test.each(rows)('%s asks for a sign-in exactly if its row says so', (name, row) => {
    expect(routeOf(name).signedIn).toBe(!('openBecause' in row));
  });

  test.each(signedInRows)(
    '%s knows whether what its path names exists, if it names anything',
    (name, row) => {
      const { path, exists } = routeOf(name);
      expect({ names: path.includes('{'), hides: exists !== undefined }).toEqual({
        names: row.names !== undefined,
        hides: row.names !== undefined,
      });
    },
  );
});

describe('without a good token', () => {
  /** A token like a genuine one of carla's, signed and said otherwise. */
  const forged = async () => {
    const genuine = await desk.tokenOf('carla');
    const [key] = await resolve(desk.hexdesk.container, tokens.signingKeys).all();
    if (key === undefined) throw new TypeError('there is no signing key');
    const header = { alg: 'EdDSA', kid: key.kid, typ: 'at+jwt' };
    const claims = decodeJwt(genuine);
    const { iat = 0 } = claims;
    const ours = await importJWK(key.privateJwk, 'EdDSA');
    const theirs = (await generateKeyPair('EdDSA', { crv: 'Ed25519' })).privateKey;
    const expired = { ...claims, iat: iat - 3600, exp: iat - 2700 };
    return {
      'no token': undefined,
      'no token at all but text': 'let-me-in',
      'an expired one': await new SignJWT(expired).setProtectedHeader(header).sign(ours),
      'one that somebody else signed': await new SignJWT(claims).setProtectedHeader(header).sign(theirs),
      'one that nobody signed': new UnsecuredJWT(claims).encode(),
      'one cut short': genuine.slice(0, -4),
      'one of a session that has ended': await endedToken(),
    };
  };

  const endedToken = async (): Promise<string> => {
    const token = await desk.tokenOf('paul');
    await desk.withToken(token).post('/v1/auth/logout');
    return token;
  };
  let bad: Awaited<ReturnType<typeof forged>>;
  beforeAll(async () => {
    bad = await forged();
  });

  test('a genuine one is good, so that the others are bad for their reason alone', async () => {
    expect((await desk.as('carla').get('/v1/me')).status).toBe(200);
  });

  test.each(signedInRows)('%s answers 401, whatever is sent', async (name, row) => {
    const route = routeOf(name);
    for (const [kind, token] of Object.entries(bad)) {
      for (const sending of [{ body: row.body }, { raw: '{' }].slice(0, route.method === 'get' ? 1 : 2)) {
        const answer = await ask(desk.withToken(token), route, pathOf(route, namedBy(row)), sending);
        expect.soft(answer, kind).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
        expect.soft(answer.headers.get('www-authenticate'), kind).toBe('Bearer');
      }
    }
  });

  test.each(signedInRows)('%s takes a token from nowhere but the Authorization header', async (name, row) => {
    const route = routeOf(name);
    const token = await desk.tokenOf('ada');
    const path = `${pathOf(route, namedBy(row))}?access_token=${token}`;
    const headers = { cookie: `token=${token}`, 'x-access-token': token };
    const answer = await ask(desk.withToken(undefined), route, path, { body: row.body, headers });
    expect(answer.status).toBe(401);
  });
});

describe('with the wrong role', () => {
  const forbidden = signedInRows.flatMap(([name, row]) =>
    'nobodyBecause' in row.forbiddenTo ? [] : row.forbiddenTo.map((who) => [name, who, row] as const),
  );

  test.each(forbidden)('%s is not for %s', async (name, who, row) => {
    const route = routeOf(name);
    const answer = await ask(desk.as(who), route, pathOf(route, namedBy(row)), { body: row.body });
    expect(answer).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
  });

  test.each(forbidden)(
    '%s says what is wrong with a request before it says no to %s',
    async (name, who, row) => {
      const route = routeOf(name);
      const path = `${pathOf(route, namedBy(row))}?surprise=1`;
      const answer = await ask(desk.as(who), route, path, { body: row.body });
      expect(answer).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'surprise', code: 'unknown-field' }] },
      });
    },
  );
});

describe("what is somebody else's", () => {
  const hidden = signedInRows.flatMap(([name, row]) =>
    (row.hiddenFrom ?? []).map((who) => [name, who, row] as const),
  );

  /** Requests that are wrong in themselves, each in its own way. */
  const wrongly = (body: unknown): readonly Sending[] => [
    { raw: '{', headers: { 'content-type': 'application/json' } },
    { raw: '', headers: { 'content-type': 'application/json' } },
    { raw: '<ticket/>', headers: { 'content-type': 'application/xml' } },
    { body: { ...(body as object), surprise: true } },
    { body: [] },
    { body: 'a'.repeat(1_100_000) },
  ];

  const answersAlike = async (who: CastName, route: Route, sending: Sending, query = '') => {
    const row = routeRows[route.operationId];
    const names = row && namedBy(row);
    const theirs = await ask(desk.as(who), route, pathOf(route, names) + query, sending);
    expect.soft(theirs).toMatchObject({ status: 404, body: { code: 'not-found' } });
    for (const nothing of namesOfNothing) {
      const missing = await ask(desk.as(who), route, pathOf(route, nothing) + query, sending);
      expect.soft(missing.text).toBe(theirs.text);
      expect.soft([...missing.headers]).toEqual([...theirs.headers]);
    }
  };

  test.each(hidden)('%s looks to %s as if it did not exist', async (name, who, row) => {
    await answersAlike(who, routeOf(name), { body: row.body });
  });

  test.each(hidden)('%s tells %s nothing about a request that is wrong', async (name, who, row) => {
    const route = routeOf(name);
    await answersAlike(who, route, { body: row.body }, '?surprise=1');
    await answersAlike(who, route, { body: row.body }, '?cursor=forged');
    await answersAlike(who, route, { body: row.body, headers: { 'idempotency-key': 'not a key' } });
    if (row.body === undefined) return;
    for (const sending of wrongly(row.body)) await answersAlike(who, route, sending);
  });

  test.each(hidden)('%s does not let %s see by If-Match which version it has', async (name, who, row) => {
    await answersAlike(who, routeOf(name), { body: row.body, headers: { 'if-match': '"1"' } });
  });
});
