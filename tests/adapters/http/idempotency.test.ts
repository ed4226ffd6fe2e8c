import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { TicketBody } from '../../support/http/bodies.ts';
import type { Answer } from '../../support/http/client.ts';
import { at, factsFor, raisedBy, ticketsOf } from '../../support/http/stories.ts';
import { bea, nobody } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';

eachEngine('a repeated request', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  let keys = 0;
  const freshKey = (): string => {
    keys += 1;
    return `key-${keys}`;
  };
  const keyed = (key: string) => ({ 'idempotency-key': key });
  const isReplay = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';
  const wanted = { subject: 'Charged twice', body: 'Please help', queueId: billing.id };

  describe('of a person who may do less', () => {
    const tokenFor = async (permissions: readonly string[]) => {
      const made = await desk
        .as('bea')
        .post<{ token: string }>('/v1/me/access-tokens', { name: 'Narrow', permissions });
      return desk.withToken(made.body.token);
    };
    const forThem = { ...wanted, requesterEmail: 'walk.in@example.org' };

    test('is not answered from what they did with more rights', async () => {
      const key = keyed(freshKey());
      expect((await desk.as('bea').post('/v1/tickets', forThem, key)).status).toBe(201);
      const narrow = await tokenFor(['user:read']);
      expect(await narrow.post('/v1/tickets', forThem, key)).toMatchObject({ status: 403 });
    });

    test('is one request to a token that may open tickets and read none', async () => {
      const key = keyed(freshKey());
      const opener = await tokenFor(['ticket:open', 'ticket:open-for-others']);
      const first = await opener.post('/v1/tickets', forThem, key);
      const again = await opener.post('/v1/tickets', forThem, key);
      expect(first.status).toBe(201);
      expect(again).toMatchObject({ status: 201, text: first.text });
      expect(isReplay(again)).toBe(true);
    });

    test('is one request to whoever may open tickets and see none, until they may not', async () => {
      const permissions = ['ticket:open', 'ticket:open-for-others'];
      const role = await desk.as('ada').post<{ id: string }>('/v1/roles', { name: 'Opener', permissions });
      const grants = `/v1/users/${nobody.id}/grants`;
      const granted = await desk.as('ada').post(grants, { role: role.body.id, scope: `queue:${billing.id}` });
      const key = keyed(freshKey());
      const first = await desk.as('nobody').post('/v1/tickets', forThem, key);
      const again = await desk.as('nobody').post('/v1/tickets', forThem, key);
      expect(first.status).toBe(201);
      expect(again).toMatchObject({ status: 201, text: first.text });
      expect(isReplay(again)).toBe(true);
      expect((await desk.as('ada').delete(granted.headers.get('location') ?? '')).status).toBe(204);
      const late = await desk.as('nobody').post('/v1/tickets', forThem, key);
      expect(late).toMatchObject({ status: 403, body: { permission: 'ticket:read' } });
    });

    test('does not show again a survivor, or what they were handed out, that went elsewhere', async () => {
      const [source, survivor] = [await raisedBy(desk.as('carla')), await raisedBy(desk.as('carla'))];
      const [merging, taking] = [keyed(freshKey()), keyed(freshKey())];
      const merge = () => desk.as('ben').post(`${at(source)}/merge`, { into: survivor.id }, merging);
      const next = () => desk.as('ben').post<TicketBody>(`/v1/queues/${billing.id}/next`, undefined, taking);
      const [merged, taken] = [await merge(), await next()];
      expect(merged.headers.get('content-location')).toBe(at(survivor));
      expect(taken.headers.get('content-location')).toBe(at(taken.body));
      for (const [first, again] of [
        [merged, await merge()],
        [taken, await next()],
      ] as const) {
        expect(again).toMatchObject({ status: 200, text: first.text });
        expect(isReplay(again)).toBe(true);
      }
      for (const one of [survivor, taken.body]) await desk.as('ada').patch(at(one), { queueId: shipping.id });
      for (const again of [await merge(), await next()])
        expect(again).toMatchObject({ status: 403, body: { permission: 'ticket:read' } });
    });

    test('does not show again what is gone from their sight', async () => {
      const key = keyed(freshKey());
      expect((await desk.as('bea').post('/v1/tickets', forThem, key)).status).toBe(201);
      const grant = `/v1/users/${bea.id}/grants/${encodeURIComponent(`agent@queue:${billing.id}`)}`;
      expect((await desk.as('ada').delete(grant)).status).toBe(204);
      expect(await desk.as('bea').post('/v1/tickets', forThem, key)).toMatchObject({
        status: 403,
        body: { permission: 'ticket:read' },
      });
      await desk
        .as('ada')
        .post(`/v1/users/${bea.id}/grants`, { role: 'agent', scope: `queue:${billing.id}` });
    });
  });

  describe('with the same key and body', () => {
    test('gets the very same answer, has no second effect, and is told so', async () => {
      const key = keyed(freshKey());
      const first = await desk.as('carla').post<TicketBody>('/v1/tickets', wanted, key);
      expect(first.status).toBe(201);
      expect(isReplay(first)).toBe(false);
      await desk.as('ben').patch(at(first.body), { subject: 'Something else' });

      const before = await ticketsOf(desk.as('carla'));
      const again = await desk.as('carla').post('/v1/tickets', wanted, key);
      expect(again).toMatchObject({ status: 201, text: first.text });
      expect(isReplay(again)).toBe(true);
      for (const name of ['location', 'etag', 'content-type']) {
        expect(again.headers.get(name)).toBe(first.headers.get(name));
      }
      expect(await ticketsOf(desk.as('carla'))).toEqual(before);
    });

    test.each([
      ['a message', '/messages', { body: 'On it' }, 3],
      ['a note', '/messages', { kind: 'internal', body: 'On it' }, 3],
      ['a claim', '/claim', undefined, 3],
      ['a closing', '/close', undefined, 4],
    ])('holds for %s', async (_, path, body, facts) => {
      const ticket = await raisedBy(desk.as('dora'));
      const key = keyed(freshKey());
      await desk.as('ben').patch(at(ticket), { status: 'pending' });
      const first = await desk.as('ben').post(at(ticket) + path, body, key);
      expect([200, 201]).toContain(first.status);
      const again = await desk.as('ben').post(at(ticket) + path, body, key);
      expect(again).toMatchObject({ status: first.status, text: first.text });
      expect(isReplay(again)).toBe(true);
      expect(await factsFor(desk.as('ben'), ticket)).toHaveLength(facts + 1);
    });

    test('holds for a day, whatever else happens', async () => {
      const key = keyed(freshKey());
      const first = await desk.as('carla').post('/v1/tickets', wanted, key);
      desk.clock.advance(23 * 60 * 60 * 1000);
      expect((await desk.as('carla').post('/v1/tickets', wanted, key)).text).toBe(first.text);
    });

    test('is somebody else by another caller or on another route', async () => {
      const key = keyed(freshKey());
      const carlas = await desk.as('carla').post<TicketBody>('/v1/tickets', wanted, key);
      const doras = await desk.as('dora').post<TicketBody>('/v1/tickets', wanted, key);
      expect(doras.status).toBe(201);
      expect(doras.body.id).not.toBe(carlas.body.id);
      const message = await desk.as('carla').post(`${at(carlas.body)}/messages`, { body: 'And?' }, key);
      expect(message.status).toBe(201);
      expect(isReplay(message)).toBe(false);
    });
  });

  describe('with the same key and', () => {
    test('another body is refused, and the first stands', async () => {
      const key = keyed(freshKey());
      const first = await desk.as('carla').post<TicketBody>('/v1/tickets', wanted, key);
      for (const body of [
        { ...wanted, subject: 'Other' },
        { ...wanted, queueId: shipping.id },
      ]) {
        expect(await desk.as('carla').post('/v1/tickets', body, key)).toMatchObject({
          status: 422,
          body: { code: 'idempotency-key-reused' },
        });
      }
      expect((await desk.as('carla').post('/v1/tickets', wanted, key)).text).toBe(first.text);
    });

    test('another ticket is refused', async () => {
      const [one, other] = [await raisedBy(desk.as('carla')), await raisedBy(desk.as('carla'))];
      const key = keyed(freshKey());
      expect((await desk.as('ben').post(`${at(one)}/claim`, undefined, key)).status).toBe(200);
      expect(await desk.as('ben').post(`${at(other)}/claim`, undefined, key)).toMatchObject({
        status: 422,
        body: { code: 'idempotency-key-reused' },
      });
    });
  });

  describe('of a refusal', () => {
    test('is tried anew: a refusal is not kept', async () => {
      const ticket = await raisedBy(desk.as('carla'));
      await desk.as('lena').post(`${at(ticket)}/claim`);
      const key = keyed(freshKey());
      const claim = () => desk.as('ben').post(`${at(ticket)}/claim`, undefined, key);
      expect(await claim()).toMatchObject({ status: 409, body: { code: 'already-claimed' } });
      await desk.as('lena').post(`${at(ticket)}/release`);
      const second = await claim();
      expect(second.status).toBe(200);
      expect(isReplay(second)).toBe(false);
    });

    test('may carry another body, since none was taken', async () => {
      const key = keyed(freshKey());
      expect((await desk.as('carla').post('/v1/tickets', { subject: 7 }, key)).status).toBe(422);
      const forbidden = { ...wanted, priority: 'high' };
      expect((await desk.as('carla').post('/v1/tickets', forbidden, key)).status).toBe(403);
      expect((await desk.as('carla').post('/v1/tickets', wanted, key)).status).toBe(201);
    });
  });

  describe('with a key', () => {
    test.each(['', 'two words', 'ü', 'a'.repeat(256)])('that is none is told so: %j', async (key) => {
      expect(await desk.as('carla').post('/v1/tickets', wanted, keyed(key))).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'Idempotency-Key', code: 'invalid-format' }] },
      });
    });

    test.each(['"8e03978e-40d5-43dd-bc93-6894a57f9324"', 'a', '~!@#$%^&*()', 'a'.repeat(255)])(
      'may be %s',
      async (key) => {
        expect((await desk.as('carla').post('/v1/tickets', wanted, keyed(key))).status).toBe(201);
      },
    );

    test('is passed over where the answer is a secret, or nothing is posted', async () => {
      const key = keyed(freshKey());
      const [one, two] = [
        await desk.as('carla').post<{ ticket: string }>('/v1/live/tickets', undefined, key),
        await desk.as('carla').post<{ ticket: string }>('/v1/live/tickets', undefined, key),
      ];
      expect(one.body.ticket).not.toBe(two.body.ticket);
      expect(isReplay(two)).toBe(false);
      const ticket = await raisedBy(desk.as('carla'));
      const patched = await desk.as('ben').patch(at(ticket), { priority: 'high' }, key);
      const reverted = await desk.as('ben').patch(at(ticket), { priority: 'low' }, key);
      expect([patched.status, reverted.status]).toEqual([200, 200]);
    });
  });
});
