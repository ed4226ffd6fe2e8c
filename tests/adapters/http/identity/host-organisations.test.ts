import { afterAll, beforeAll, expect, test } from 'vitest';
import { seconds } from '#domain/shared/duration.ts';
import { startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import {
  deskTrusting,
  type Shown,
  somebody,
  type TrustingDesk,
  trusted,
} from '../../../support/http/trusting-desk.ts';
import { billing } from '../../../support/queues.ts';

type Made = { readonly id: string };
type Member = Shown & { readonly organisationId: string | null };

eachEngine('The organisation that a token of the host product names', (engine) => {
  let its: TrustingDesk;
  let initech: string;
  let hooli: string;
  const make = async (name: string, externalId: string) =>
    (await its.desk.as('ada').post<Made>('/v1/organisations', { name, externalId })).body.id;
  const enter = async (claims: Record<string, unknown>) =>
    (await its.desk.withToken(await its.issuer.sign(claims)).get<Member>('/v1/me')).body;

  beforeAll(async () => {
    its = await deskTrusting(() => startDesk(engine), { claims: { organisation: 'company' } });
    initech = await make('Initech', 'crm-1');
    hooli = await make('Hooli', 'crm-2');
  });
  afterAll(() => its.close());

  test('is joined by whoever comes for the first time, and their tickets belong to it', async () => {
    const claims = somebody({ company: 'crm-1' });
    expect(await enter(claims)).toMatchObject({ status: 'active', organisationId: initech });
    const raised = await its.desk
      .withToken(await its.issuer.sign(claims))
      .post('/v1/tickets', { subject: 'Charged twice', body: 'Please help' });
    expect(raised).toMatchObject({ status: 201, body: { organisationId: initech } });
    const audit = await its.desk.as('ada').get('/v1/audit?action=external-user-made');
    expect(audit.text).toContain(initech);
  });

  test('may be named by its id, too', async () => {
    expect(await enter(somebody({ company: hooli }))).toMatchObject({ organisationId: hooli });
    expect(await enter(somebody({ company: hooli.toUpperCase() }))).toMatchObject({ organisationId: hooli });
  });

  test.each(['crm-3', 'CRM-1', 'crm-1 ', '', 7, ['crm-1'], null, '01957b3e-9c00-7f60-8f10-6d1f0c3a5fff'])(
    'is none when it is %j, which nobody knows',
    async (company) => {
      expect(await enter(somebody({ company }))).toMatchObject({ status: 'active', organisationId: null });
    },
  );

  test('is told to the log when nobody knows it', async () => {
    await enter(somebody({ company: 'crm-of-nobody' }));
    const told = { issuer: 'Acme', organisation: 'crm-of-nobody' };
    expect(its.desk.log).toContainEqual(
      expect.objectContaining({ level: 'warn', facts: expect.objectContaining(told) }),
    );
  });

  test('changes by no later token: an admin moves people', async () => {
    const claims = somebody({ company: 'crm-1' });
    const { id } = await enter(claims);
    expect(await enter({ ...claims, company: 'crm-2' })).toMatchObject({ id, organisationId: initech });
    expect((await its.desk.as('ada').put(`/v1/organisations/${hooli}/members/${id}`)).status).toBe(200);
    expect(await enter(claims)).toMatchObject({ id, organisationId: hooli });
    expect((await its.desk.as('ada').delete(`/v1/organisations/${hooli}/members/${id}`)).status).toBe(204);
    expect(await enter(claims)).toMatchObject({ id, organisationId: null });
  });

  test('is not taken from another who was a member before their address was proven', async () => {
    const claims = somebody({ company: 'crm-2' });
    const wanted = {
      subject: 'Called us',
      body: 'By telephone',
      requesterEmail: claims.email,
      queueId: billing.id,
    };
    const raised = await its.desk.as('ben').post<{ requesterId: string }>('/v1/tickets', wanted);
    const { requesterId } = raised.body;
    await its.desk.as('ada').put(`/v1/organisations/${initech}/members/${requesterId}`);
    expect(await enter(claims)).toMatchObject({ id: requesterId, organisationId: initech });
  });

  test('is not read where no claim was named for it', async () => {
    const path = its.path;
    expect((await its.desk.as('ada').patch(path, { claims: { organisation: null } })).body).toMatchObject({
      claims: { organisation: null },
    });
    its.desk.clock.advance(seconds(5));
    expect(await enter(somebody({ company: 'crm-1' }))).toMatchObject({ organisationId: null });
  });

  test('is nothing to be named by whoever could make nobody a member, or could not read what members read', async () => {
    const keeper = async (name: string, permissions: readonly string[], who: string) => {
      const role = (await its.desk.as('ada').post<Made>('/v1/roles', { name, permissions })).body.id;
      const grant = { role, scope: 'global' };
      expect((await its.desk.as('ada').post(`/v1/users/${who}/grants`, grant)).status).toBe(201);
    };
    const ids = {
      paul: (await its.desk.as('paul').get<Made>('/v1/me')).body.id,
      dora: (await its.desk.as('dora').get<Made>('/v1/me')).body.id,
    };
    await keeper('Trust alone', ['issuer:manage'], ids.paul);
    await keeper('Trust and members', ['issuer:manage', 'organisation:manage'], ids.dora);
    const wanted = trusted(its.issuer, {
      issuer: 'https://other.example',
      claims: { organisation: 'company' },
    });
    expect(await its.desk.as('paul').post('/v1/trusted-issuers', wanted)).toMatchObject({
      status: 403,
      body: { permission: 'organisation:manage' },
    });
    expect(await its.desk.as('dora').post('/v1/trusted-issuers', wanted)).toMatchObject({
      status: 403,
      body: { permission: 'ticket:read' },
    });
  });
});
