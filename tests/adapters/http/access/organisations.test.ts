import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { PageBody, TicketBody } from '../../../support/http/bodies.ts';
import { at, raisedBy, ticketsOf } from '../../../support/http/stories.ts';
import { carla, dora, lena, paul, sam } from '../../../support/people.ts';

type OrganisationBody = { readonly id: string; readonly name: string; readonly externalId: string | null };

eachEngine('Organisations', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const made = async (wanted: object): Promise<OrganisationBody> => {
    const answer = await desk.as('ada').post<OrganisationBody>('/v1/organisations', wanted);
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const enter = (organisation: { id: string }, person: { id: string }) =>
    desk.as('ada').put(`/v1/organisations/${organisation.id}/members/${person.id}`);
  const leave = (organisation: { id: string }, person: { id: string }) =>
    desk.as('ada').delete(`/v1/organisations/${organisation.id}/members/${person.id}`);
  const share = (organisation: { id: string }, membersSeeEachOthersTickets: boolean) =>
    desk.as('ada').patch(`/v1/organisations/${organisation.id}`, { membersSeeEachOthersTickets });

  test('are found by what another system calls them, each name once', async () => {
    const acme = await made({ name: 'Acme', externalId: 'crm-1' });
    const found = await desk.as('ben').get<PageBody<OrganisationBody>>('/v1/organisations?externalId=crm-1');
    expect(found.body.items).toEqual([acme]);
    const taken = async (wanted: object) => (await desk.as('ada').post('/v1/organisations', wanted)).body;
    expect(await taken({ name: 'ACME' })).toMatchObject({ code: 'name-taken' });
    expect(await taken({ name: 'Other', externalId: 'crm-1' })).toMatchObject({ code: 'external-id-taken' });
    const other = await made({ name: 'Other', externalId: 'CRM-1' });
    const path = `/v1/organisations/${other.id}`;
    const revised = (body: object) => desk.as('ada').patch(path, body);
    expect(await revised({ externalId: 'crm-1' })).toMatchObject({ status: 409 });
    expect(await revised({ externalId: null, name: 'Another' })).toMatchObject({
      status: 200,
      body: { externalId: null, name: 'Another' },
    });
    expect((await desk.as('ada').delete(path)).status).toBe(204);
    expect((await desk.as('ada').get(path)).status).toBe(404);
  });

  test('let their members see each other’s tickets, if they say so, and do nothing more', async () => {
    const firm = await made({ name: 'Sharing', membersSeeEachOthersTickets: true });
    const before = await raisedBy(desk.as('carla'));
    await enter(firm, carla);
    await enter(firm, dora);
    const ticket = await raisedBy(desk.as('carla'));
    expect(ticket.organisationId).toBe(firm.id);
    const seenBy = async (who: 'dora' | 'paul', { id }: { id: string } = ticket) =>
      (await desk.as(who).get(at({ id }))).status;

    expect([await seenBy('dora'), await seenBy('paul'), await seenBy('dora', before)]).toEqual([
      200, 404, 404,
    ]);
    expect((await ticketsOf(desk.as('dora'))).map(({ id }) => id)).toEqual([ticket.id]);
    const asColleague = await desk.as('dora').get<TicketBody>(at(ticket));
    expect(asColleague.body).toMatchObject({ assigneeId: null, tags: [], organisationId: firm.id });
    expect(await desk.as('dora').post(`${at(ticket)}/messages`, { body: 'Me, too' })).toMatchObject({
      status: 403,
      body: { permission: 'ticket:reply' },
    });

    await share(firm, false);
    expect(await seenBy('dora')).toBe(404);
    expect(await ticketsOf(desk.as('dora'))).toEqual([]);
    await share(firm, true);
    expect(await seenBy('dora')).toBe(200);
    await leave(firm, dora);
    expect(await seenBy('dora')).toBe(404);
    await leave(firm, carla);
    await enter(firm, dora);
    expect(await seenBy('dora'), 'it stays with the organisation').toBe(200);
    await leave(firm, dora);
  });

  test('have members, each in one organisation at a time, whom staff are told of', async () => {
    const [one, other] = [await made({ name: 'One' }), await made({ name: 'Two' })];
    expect(await enter(one, paul)).toMatchObject({ status: 200, body: { organisationId: one.id } });
    await enter(one, dora);
    await enter(other, paul);
    const members = async (who: 'ben' | 'dora', { id }: { id: string }) =>
      desk.as(who).get<PageBody<{ id: string }>>(`/v1/organisations/${id}/members?limit=1`);
    expect((await members('ben', one)).body.items.map(({ id }) => id)).toEqual([dora.id]);
    expect((await members('ben', other)).body.items.map(({ id }) => id)).toEqual([paul.id]);
    expect((await desk.as('dora').get(`/v1/organisations/${one.id}`)).status).toBe(200);
    expect((await members('dora', one)).status).toBe(403);
    expect((await desk.as('dora').get(`/v1/organisations/${other.id}`)).status).toBe(404);
    const nobodyKnown = carla.id.replace(/.$/, 'f');
    expect((await enter(one, { id: nobodyKnown })).status).toBe(404);
    await leave(one, dora);
    await leave(other, paul);
  });

  test('have staff of their own, who work their tickets in every queue', async () => {
    const firm = await made({ name: 'Looked after' });
    await enter(firm, carla);
    const ticket = await raisedBy(desk.as('carla'), { queueId: undefined });
    const other = await raisedBy(desk.as('paul'), { queueId: undefined });
    const scope = `organisation:${firm.id}`;
    await desk.as('ada').post(`/v1/users/${sam.id}/grants`, { role: 'agent', scope });
    const seen = async ({ id }: TicketBody) => (await desk.as('sam').get(at({ id }))).status;
    expect([await seen(ticket), await seen(other)]).toEqual([200, 404]);
    expect((await desk.as('sam').post(`${at(ticket)}/claim`)).status).toBe(200);
    expect((await ticketsOf(desk.as('sam'))).map(({ id }) => id)).toContain(ticket.id);
    const role = { name: 'Keeper of firms', permissions: ['organisation:manage', 'organisation:read'] };
    const keeper = await desk.as('ada').post<{ id: string }>('/v1/roles', role);
    await desk.as('ada').post(`/v1/users/${lena.id}/grants`, { role: keeper.body.id, scope: 'global' });
    expect(await desk.as('lena').delete(`/v1/organisations/${firm.id}`)).toMatchObject({
      status: 403,
      body: { permission: 'grant:manage' },
    });
    expect((await desk.as('ada').delete(`/v1/organisations/${firm.id}`)).status).toBe(204);
    const audit = await desk.as('ada').get<PageBody<object>>('/v1/audit?limit=2');
    expect(audit.body.items).toMatchObject([
      { action: 'organisation-deleted', before: { id: firm.id, members: [carla.id] } },
      { action: 'grant-taken', subject: { kind: 'user', id: sam.id } },
    ]);
    expect(await seen(ticket)).toBe(404);
    expect((await desk.as('carla').get(at(ticket))).status).toBe(200);
  });

  test('take in nobody who was erased', async () => {
    const firm = await made({ name: 'Late' });
    expect((await desk.as('ada').delete(`/v1/users/${paul.id}`)).status).toBe(204);
    expect((await enter(firm, paul)).status).toBe(404);
  });
});
