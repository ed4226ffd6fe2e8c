import { beforeEach, describe, expect, test } from 'vitest';
import { days, seconds } from '#domain/shared/duration.ts';
import { startEmbeddedDesk } from '../../../support/desk.ts';
import { deskTrusting, somebody, type TrustingDesk, trusted } from '../../../support/http/trusting-desk.ts';
import { ada, sam } from '../../../support/people.ts';
import { billing } from '../../../support/queues.ts';

describe('Trust in an issuer', () => {
  let its: TrustingDesk;
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

  test('is not turned by whoever manages issuers against somebody stronger whom it vouches for', async () => {
    const admin = its.desk.as('ada');
    const { body: role } = await admin.post<{ id: string }>('/v1/roles', {
      name: 'Gatekeeper',
      permissions: ['issuer:manage'],
    });
    await admin.post(`/v1/users/${sam.id}/grants`, { role: role.id, scope: 'global' });
    await admin.patch(its.path, { role: 'customer', queueIds: [] });
    expect((await its.desk.as('sam').patch(its.path, { audience: 'support' })).status).toBe(200);
    const link = { issuer: its.issuer.issuer, subject: 'ada-at-acme' };
    expect((await admin.put(`/v1/users/${ada.id}/external-identities`, link)).status).toBe(200);
    expect((await its.desk.as('sam').patch(its.path, { audience: 'mine' })).status).toBe(403);
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
