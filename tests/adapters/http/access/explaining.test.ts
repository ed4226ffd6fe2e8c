import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { raisedBy } from '../../../support/http/stories.ts';
import { ada, bea, ben, carla, dora, lena, nobody, sam } from '../../../support/people.ts';
import { billing, shipping } from '../../../support/queues.ts';

type Explained = {
  readonly decision: string;
  readonly grant: { readonly id: string; readonly as: string } | null;
  readonly reason: string | null;
  readonly missing: { readonly permission: string; readonly scopes: readonly string[] } | null;
  readonly others: readonly { readonly userId: string; readonly name: string }[] | null;
};

const inBilling = `queue:${billing.id}`;

eachEngine('Asking why', (engine) => {
  let desk: Desk;
  let ticketId: string;
  beforeAll(async () => {
    desk = await startDesk(engine);
    ticketId = (await raisedBy(desk.as('carla'))).id;
    await desk.as('ben').post(`/v1/tickets/${ticketId}/claim`);
  });
  afterAll(() => desk.close());

  const explain = (who: 'carla' | 'ben' | 'sam' | 'ada' | 'dora' | 'lena', question: object) =>
    desk.as(who).post<Explained>('/v1/authz/explain', question);

  test('names the grant that allows it, and who else may', async () => {
    const { body } = await explain('ben', { permission: 'ticket:release', ticketId });
    expect(body).toMatchObject({
      decision: 'allowed',
      grant: { id: `agent@${inBilling}`, as: 'assigned' },
      reason: null,
      missing: null,
    });
    expect(body.others?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Lena Example', 'Ada Example']),
    );
    expect(body.others?.map(({ userId }) => userId)).not.toContain(bea.id);
    expect(body.others?.map(({ userId }) => userId)).not.toContain(ben.id);
  });

  test('tells a customer of their own rights, and of nobody else', async () => {
    const { body } = await explain('carla', { permission: 'ticket:reply', ticketId });
    expect(body).toMatchObject({ decision: 'allowed', grant: { id: 'customer@global', as: 'own' } });
    expect(body.others).toBeNull();
  });

  test('tells an agent nothing of who works a ticket of their own that went to another queue', async () => {
    const own = await raisedBy(desk.as('sam'), { queueId: shipping.id });
    await desk.as('ada').patch(`/v1/tickets/${own.id}`, { queueId: billing.id });
    const { body } = await explain('sam', { permission: 'ticket:reply', ticketId: own.id });
    expect(body).toMatchObject({ decision: 'allowed', grant: { as: 'own' } });
    expect(body.others).toBeNull();
  });

  test('names what is missing, and why what is there does not reach', async () => {
    // where a ticket is now, a customer does not learn
    const scopes = ['global'];
    expect((await explain('carla', { permission: 'ticket:close', ticketId })).body).toMatchObject({
      decision: 'denied',
      reason: 'no-grant',
      missing: { permission: 'ticket:close', scopes },
    });
    const simulated = (userId: string, permission: string) =>
      explain('ada', { permission, ticketId, userId });
    expect((await simulated(sam.id, 'ticket:close')).body).toMatchObject({ reason: 'out-of-scope' });
    expect((await simulated(bea.id, 'ticket:release')).body).toMatchObject({ reason: 'not-related' });
    expect((await simulated(nobody.id, 'ticket:read')).body).toMatchObject({ reason: 'no-grant' });
    expect((await simulated(dora.id, 'ticket:read')).body).toMatchObject({ reason: 'not-related' });
    expect((await simulated(lena.id, 'ticket:steal')).body).toMatchObject({ decision: 'allowed' });
  });

  test('takes an operation in place of a permission, a queue in place of a ticket, or neither', async () => {
    const about = { operation: 'claimTicket', ticketId };
    expect((await explain('ben', about)).body).toMatchObject({
      decision: 'allowed',
      permission: 'ticket:claim',
    });
    const inQueue = { permission: 'ticket:triage', queueId: billing.id };
    expect((await explain('ben', inQueue)).body).toMatchObject({ decision: 'allowed' });
    expect((await explain('lena', { operation: 'makeQueue' })).body).toMatchObject({
      decision: 'denied',
      reason: 'no-grant',
      missing: { permission: 'queue:manage', scopes: ['global'] },
    });
    expect((await explain('ada', { operation: 'makeQueue' })).body).toMatchObject({
      grant: { id: 'admin@global', as: 'everywhere' },
    });
    for (const wrong of [{}, { permission: 'ticket:read', operation: 'readTicket' }, { permission: 'fly' }])
      expect.soft((await explain('ada', wrong)).status).toBe(422);
  });

  test('shows nothing that the asker does not see: foreign tickets and queues are as missing ones', async () => {
    const asked = async (who: 'dora' | 'sam' | 'carla', about: object) => {
      const headers = { 'x-request-id': 'always-the-same' };
      const answer = await desk
        .as(who)
        .post('/v1/authz/explain', { permission: 'ticket:read', ...about }, headers);
      return [answer.status, answer.text];
    };
    const missing = await asked('dora', { ticketId: '999999' });
    expect(missing[0]).toBe(404);
    for (const who of ['dora', 'sam'] as const) {
      expect(await asked(who, { ticketId })).toEqual(missing);
      expect(await asked(who, { ticketId, userId: ada.id })).toEqual(missing);
    }
    expect(await asked('carla', { queueId: billing.id })).toEqual(missing);
    expect(await asked('sam', { queueId: billing.id })).toEqual(missing);
    expect(await asked('sam', { queueId: shipping.id.replace(/.$/, 'f') })).toEqual(missing);
  });

  test('simulates somebody else for admins only, and gives nobody access by it', async () => {
    const question = { permission: 'ticket:note', ticketId, userId: lena.id };
    expect(await explain('ben', question)).toMatchObject({
      status: 403,
      body: { permission: 'authz:simulate' },
    });
    expect(await explain('carla', { ...question, userId: ada.id })).toMatchObject({ status: 403 });
    expect((await explain('carla', { ...question, userId: carla.id })).status).toBe(200);
    expect((await explain('ada', question)).body).toMatchObject({ decision: 'allowed', userId: lena.id });
    expect((await explain('ada', { ...question, userId: ticketId })).status).toBe(404);
    const audit = await desk.as('ada').get('/v1/audit?action=access-simulated');
    const told = expect.objectContaining({
      subject: { kind: 'user', id: lena.id },
      after: { permission: 'ticket:note', about: { ticket: { id: ticketId } } },
    });
    expect(audit).toMatchObject({ status: 200, body: { items: expect.arrayContaining([told]) } });
    await desk.as('ada').patch(`/v1/users/${lena.id}`, { status: 'suspended' });
    expect((await explain('ada', question)).body).toMatchObject({ decision: 'denied', reason: 'not-active' });
    await desk.as('ada').patch(`/v1/users/${lena.id}`, { status: 'active' });
  });
});
