import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import { castPassword, emailOf } from '../../support/http/sign-ins.ts';
import { ben, carla } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';

type Archive = {
  readonly profile: { readonly email: string };
  readonly sessions: readonly { readonly userAgent: string }[];
  readonly tickets: readonly {
    readonly id: string;
    readonly ticket: { readonly subject: string } | null;
    readonly messages: readonly { readonly body: string; readonly authorId: string | null }[];
  }[];
  readonly macros: readonly { readonly name: string }[];
  readonly cannedReplies: readonly { readonly name: string; readonly text: string }[];
  readonly bulkJobs: readonly { readonly id: string; readonly total: number }[];
  readonly auditEntries: readonly {
    readonly action: string;
    readonly actorId: string | null;
    readonly address: string | null;
  }[];
};

eachEngine('Taking one’s data along', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
    await desk
      .withToken(undefined)
      .post('/v1/auth/login', { email: emailOf('carla'), password: castPassword });
    for (const subject of ['First', 'Second']) {
      const wanted = { subject, body: `${subject} body`, queueId: billing.id };
      const { id } = (await desk.as('carla').post<{ id: string }>('/v1/tickets', wanted)).body;
      await desk.as('ben').post(`/v1/tickets/${id}/messages`, { body: `Answer to ${subject}` });
      await desk.as('ben').post(`/v1/tickets/${id}/messages`, { kind: 'internal', body: 'A canary note' });
    }
    await desk.as('dora').post('/v1/tickets', { subject: 'Not hers', body: 'A canary of dora’s' });
  });
  afterAll(() => desk.close());

  const archiveOf = async (name: 'carla' | 'ben' | 'bea' | 'sam'): Promise<Archive> =>
    (await desk.online.as(name).get<Archive>('/v1/me/export')).body;

  test('gives a customer their profile, sign-ins, tickets and messages', async () => {
    const { profile, sessions, tickets } = await archiveOf('carla');
    expect(profile).toMatchObject({ id: carla.id, email: 'carla@example.org' });
    expect(sessions).toHaveLength(2);
    expect(tickets.map(({ ticket }) => ticket?.subject)).toEqual(['First', 'Second']);
    expect(tickets[0]?.messages.map(({ body }) => body)).toEqual(
      expect.arrayContaining(['First body', 'Answer to First']),
    );
  });

  test('tells what the audit knows of them', async () => {
    const { auditEntries } = await archiveOf('carla');
    expect(auditEntries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['signed-in', 'data-exported']),
    );
    expect(new Set(auditEntries.map(({ actorId }) => actorId))).toEqual(new Set([carla.id]));
  });

  test('gives an agent the macros and canned replies of their own, and their bulk jobs', async () => {
    const [tired, thanks] = [{ actions: [{ type: 'note', text: 'Tired' }] }, { text: 'Thank you!' }];
    for (const [path, content] of [
      ['/v1/macros', tired],
      ['/v1/canned-replies', thanks],
    ] as const) {
      await desk.as('bea').post(path, { name: 'Mine', scope: 'own', ...content });
      await desk.as('lena').post(path, { name: 'Of the queue', scope: `queue:${billing.id}`, ...content });
      await desk.as('ben').post(path, { name: 'Of a colleague', scope: 'own', ...content });
    }
    const wanted = { ticketIds: [billing.id], changes: { priority: 'high' } };
    const { body } = await desk.as('bea').post<{ id: string }>('/v1/tickets/bulk', wanted);
    await desk.as('ben').post('/v1/tickets/bulk', wanted);
    const { macros, cannedReplies, bulkJobs } = await archiveOf('bea');
    expect(macros).toMatchObject([{ name: 'Mine', scope: 'own', ...tired }]);
    expect(cannedReplies).toMatchObject([{ name: 'Mine', scope: 'own', ...thanks }]);
    expect(bulkJobs).toMatchObject([{ id: body.id, total: 1 }]);
  });

  test('shows no notes and nothing of others', async () => {
    expect(JSON.stringify(await archiveOf('carla'))).not.toContain('canary');
  });

  test('gives staff the tickets they wrote in, and nobody those they only could read', async () => {
    const { tickets } = await archiveOf('ben');
    expect(tickets.map(({ ticket }) => ticket?.subject)).toEqual(['First', 'Second']);
    expect((await archiveOf('sam')).tickets).toEqual([]);
  });

  test('gives what one wrote in a ticket that one sees no more, and nothing else of it', async () => {
    const first = (await archiveOf('ben')).tickets[0]?.id;
    const grants = (
      await desk
        .as('ada')
        .get<{ items: readonly { id: string; role: string }[] }>(`/v1/users/${ben.id}/grants`)
    ).body.items;
    for (const { id, role } of grants) {
      if (role === 'agent') await desk.as('ada').delete(`/v1/users/${ben.id}/grants/${id}`);
    }
    const [ticket] = (await archiveOf('ben')).tickets;
    expect(ticket).toMatchObject({ id: first, ticket: null });
    expect(new Set(ticket?.messages.map(({ authorId }) => authorId))).toEqual(new Set([ben.id]));
  });

  test('is one document, sent piece by piece, that answers HEAD as well', async () => {
    const answer = await desk.online.as('carla').send('HEAD', '/v1/me/export');
    expect(answer.status).toBe(200);
    const full = await desk.online.as('carla').get('/v1/me/export');
    expect(full.headers.get('content-length')).toBeNull();
    expect(full.headers.get('content-disposition')).toContain('attachment');
    expect(full.headers.get('cache-control')).toBe('no-store');
  });
});
